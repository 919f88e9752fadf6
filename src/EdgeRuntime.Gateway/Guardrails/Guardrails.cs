using System.Runtime.CompilerServices;
using System.Text;
using EdgeRuntime.Gateway.Guardrails.PersonalData;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>The chain, in this order: size, blocked topics, personal data and secrets, marks of injection (foreign texts), moderation (the
/// wearer's texts).</summary>
internal sealed class Guardrails(IOptions<GuardrailsOptions> options, IModeration moderation, ILogger<Guardrails> log) : IGuardrails
{
    private readonly GuardrailsOptions _options = options.Value;
    // settings live as long as a tenant is known
    private readonly ConditionalWeakTable<IReadOnlyList<string>, PhraseAutomaton> _topics = [];

    public async ValueTask<Outcome<string>> CheckInputAsync(Caller caller, string text, CancellationToken cancellationToken)
    {
        if (!Check(caller, text).TryGet(out var passed, out var refusal))
        {
            return Refuse(caller, refusal);
        }

        return _options.ModerationServer.Length > 0 && await ModerateAsync(passed, cancellationToken) is { } objection
            ? Refuse(caller, objection)
            : passed;
    }

    public ValueTask<Outcome<string>> CheckForeignAsync(Caller caller, string text, CancellationToken cancellationToken)
    {
        if (!CheckJson(caller, text, out var read).TryGet(out var passed, out var refusal))
        {
            return new(Refuse(caller, refusal));
        }

        if (_options.Injection == "off" || !(InjectionMarks.In(read) || InjectionMarks.In(passed)))
        {
            return new(passed);
        }

        Log.InjectionMarked(log, caller.TenantId);
        return new(_options.Injection == "refuse" ? Refuse(caller, GuardrailFailures.Injection()) : InjectionMarks.Wrap(passed));
    }

    public Outcome<string> CheckArguments(Caller caller, string json) =>
        CheckJson(caller, json, out _).TryGet(out var passed, out var refusal) ? passed : Refuse(caller, refusal);

    public IAnswerFilter FilterAnswer(Caller caller) => new AnswerFilter(Filters(caller, _options.HoldFirstWord), _options.MostAnswerChars);

    public Failure? CheckFrame(Caller caller, ReadOnlySpan<byte> jpeg)
    {
        if (jpeg.Length > _options.MostFrameBytes)
        {
            return Refuse(caller, GuardrailFailures.TooLarge("a picture in bytes", jpeg.Length, _options.MostFrameBytes));
        }

        if (JpegCheck.Read(jpeg, out var why) is not { } size)
        {
            return Refuse(caller, GuardrailFailures.NotAPicture(why));
        }

        var side = Math.Max(size.Width, size.Height);
        return side > _options.MostFrameSide
            ? Refuse(caller, GuardrailFailures.TooLarge("a picture with a side in pixels", side, _options.MostFrameSide))
            : null;
    }

    public Failure? CheckSound(Caller caller, long pcmBytes) => pcmBytes > _options.MostSoundBytes
        ? Refuse(caller, GuardrailFailures.TooLarge("sound in bytes", pcmBytes, _options.MostSoundBytes))
        : null;

    // A topic may stand over several texts of a value; personal data does not.
    private Outcome<string> CheckJson(Caller caller, string text, out string read)
    {
        read = text;
        if (TooLarge(text) is { } large) return large;
        var texts = new JsonTexts(each => Check(caller, each));
        var written = texts.Filter(text) ?? texts.FilterText(text);
        if (texts.Refusal is { } refusal) return refusal;
        read = texts.Read;
        var topics = new AnswerFilter(Topics(caller), int.MaxValue);
        return (topics.Push(read).Failure ?? topics.Finish().Failure) is { } blocked ? blocked : written;
    }

    private Failure? TooLarge(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes > _options.MostTextBytes ? GuardrailFailures.TooLarge("a text in bytes", bytes, _options.MostTextBytes) : null;
    }

    private Outcome<string> Check(Caller caller, string text)
    {
        if (TooLarge(text) is { } large) return large;

        // All of the text is here, so that the first word can be held at no cost.
        var filter = new AnswerFilter(Filters(caller, holdFirst: true), int.MaxValue);
        return filter.Push(text).TryGet(out var passed, out var refusal) && filter.Finish().TryGet(out var rest, out refusal)
            ? passed + rest
            : refusal;
    }

    private ITextFilter[] Filters(Caller caller, bool holdFirst)
    {
        var refuse = caller.Settings.PersonalData == "refuse";
        ITextFilter[] personal = caller.Settings.PersonalData == "off" ? [] : [new PersonalDataFilter(refuse, holdFirst)];
        return [.. Topics(caller), .. personal];
    }

    private ITextFilter[] Topics(Caller caller)
    {
        var blocked = caller.Settings.BlockedTopics;
        var topics = blocked.Count == 0 ? null : _topics.GetValue(blocked, static phrases => new PhraseAutomaton(phrases));
        return topics is null or { IsEmpty: true } ? [] : [new PhraseFilter(topics, GuardrailFailures.Topic())];
    }

    private async ValueTask<Failure?> ModerateAsync(string text, CancellationToken cancellationToken)
    {
        var answer = await moderation.IsFlaggedAsync(
            _options.ModerationServer, _options.ModerationModel, text, _options.ModerationTimeout, cancellationToken);
        if (answer.TryGet(out var flagged, out var failure))
        {
            return flagged ? GuardrailFailures.Moderated() : null;
        }

        Log.ModerationFailed(log, failure.Code, _options.PassWhenModerationFails);
        return _options.PassWhenModerationFails ? null : GuardrailFailures.ModerationDown();
    }

    private Failure Refuse(Caller caller, Failure refusal)
    {
        Log.Refused(log, caller.TenantId, refusal.Code);
        return refusal;
    }
}

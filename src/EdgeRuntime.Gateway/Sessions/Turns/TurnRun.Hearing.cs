using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Guardrails;
using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions.Turns;

internal sealed partial class TurnRun
{
    private const int BytesPerMs = 32; // 16 000 samples/s × 2 bytes

    private ChatMessage _question = new(ChatRole.User, "");
    private long _heardAt;

    private async ValueTask<TurnEnding?> HearAsync()
    {
        if (await turn.Input.WaitAsync(Options.InputGap, turn.Stopped) is { } silent) return silent;
        _heardAt = services.Time.GetTimestamp();
        if (CheckSoundAndFrames() is { } refused) return refused;
        var words = turn.Input.Words;
        if (!turn.Input.Sound.IsEmpty)
        {
            if (!(await TranscribeAsync()).TryGet(out var heard, out var deaf)) return deaf;
            Send(new ConverseResponse { Transcript = new Transcript { Text = heard, Final = true } });
            words = Joined(words, heard);
            if (_meter!.IsExhausted) return StopReason.Budget;
        }

        if (string.IsNullOrWhiteSpace(words) && turn.Input.Frames.Count == 0) return SessionFailures.InputEmpty;
        return await CheckAsync(words);
    }

    private Failure? CheckSoundAndFrames()
    {
        var failure = services.Guardrails.CheckSound(turn.Caller, turn.Input.Sound.Length);
        foreach (var frame in turn.Input.Frames) failure ??= services.Guardrails.CheckFrame(turn.Caller, frame.Span);
        return failure;
    }

    private async ValueTask<TurnEnding?> CheckAsync(string words)
    {
        using var stage = GatewayTracing.Stage("edge_gateway.guardrails");
        var checkedWords = await services.Guardrails.CheckInputAsync(turn.Caller, words, turn.Stopped);
        foreach (var caption in turn.Input.Captions) checkedWords = await WithCaptionAsync(checkedWords, caption);
        if (!checkedWords.TryGet(out var clean, out var failure))
        {
            GatewayTracing.Fail(stage, failure);
            return failure;
        }

        _question = new ChatMessage(ChatRole.User, clean) { Images = [.. turn.Input.Frames] };
        return null;
    }

    // What was read from a picture is not the wearer's word: it is checked like one, and as foreign text besides, and marked for what it
    // is.
    private async ValueTask<Outcome<string>> WithCaptionAsync(Outcome<string> words, string caption)
    {
        if (!words.TryGet(out var before, out _)) return words;
        var passed = await services.Guardrails.CheckInputAsync(turn.Caller, caption, turn.Stopped);
        if (passed.TryGet(out var allowed, out _)) passed = await services.Guardrails.CheckForeignAsync(turn.Caller, allowed, turn.Stopped);
        return passed.TryGet(out var clean, out _) ? Joined(before, CaptionMark.On(clean)) : passed;
    }

    private async ValueTask<Outcome<string>> TranscribeAsync()
    {
        using var stage = GatewayTracing.Stage("edge_gateway.transcription");
        var sound = turn.Input.Sound;
        var sounds = Least with { AudioInputMs = sound.Length / BytesPerMs };
        if (await AffordAsync(sounds, sounds) is { } poor) return poor;
        _meter!.Heard(sound.Length / BytesPerMs); // from here on somebody is paid for listening
        var hasLeft = false;
        var request = Request([], [], maxOutputTokens: 0) with { Leaving = () => hasLeft = true };
        Outcome<string> heard;
        try
        {
            heard = await services.Models.TranscribeAsync(request, sound, turn.Stopped);
        }
        catch (Exception) when (!hasLeft || !turn.Stopped.IsCancellationRequested) // nobody has listened, or nobody has heard
        {
            _meter.Heard(-(sound.Length / BytesPerMs));
            throw;
        }

        if (heard.Failure is not null) _meter.Heard(-(sound.Length / BytesPerMs));
        GatewayTracing.Fail(stage, heard.Failure);
        return heard;
    }

    private ChatRequest Request(IReadOnlyList<ChatMessage> messages, IReadOnlyList<Tool> tools, int maxOutputTokens) => new()
    {
        Caller = turn.Caller,
        Model = turn.Model,
        Messages = messages,
        Tools = tools,
        MaxOutputTokens = maxOutputTokens,
        PrivateOnly = turn.IsSensitive,
        Deadline = turn.Deadline,
    };

    private static string Joined(string before, string behind) => before.Length == 0 ? behind : before + "\n" + behind;
}

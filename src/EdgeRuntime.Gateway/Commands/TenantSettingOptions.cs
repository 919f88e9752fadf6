using System.CommandLine;
using System.Globalization;
using EdgeRuntime.Gateway.Settings;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>Options that set what a tenant may do; what is not given stays as it is.</summary>
internal sealed class TenantSettingOptions
{
    private readonly Option<string?> _model = new("--default-model")
    {
        Description = "Model when a caller names none; 'none' for the gateway's.",
    };
    private readonly Option<int?> _requests = Count("--requests-per-minute", "Turns begun per minute.");
    private readonly Option<int?> _tokens = Count("--tokens-per-minute", "Input and output tokens per minute.");
    private readonly Option<int?> _turns = Count("--concurrent-turns", "Turns running at the same time.");
    private readonly Option<int?> _weight = Count("--weight", "Share under overload, 1 to 1000.");
    private readonly Option<string?> _personal = new("--personal-data")
    {
        Description = "What is done about personal data that is sent: off, redact or refuse.",
    };
    private readonly Option<bool?> _share = new("--share-sessions")
    {
        Description = "Whether devices read and continue each other's sessions: true or false.",
    };
    private readonly Option<string[]> _topics = new("--block-topic")
    {
        Description = "Word or phrase that is refused; replaces the list, '' empties it.",
        AllowMultipleArgumentsPerToken = false,
    };

    public void AddTo(Command command)
    {
        Option[] all = [_model, _requests, _tokens, _turns, _weight, _personal, _share, _topics];
        foreach (var option in all) command.Add(option);
    }

    /// <summary>The models that are named, if any.</summary>
    public IEnumerable<string> ModelsIn(ParseResult parsed) => Named(parsed) is { } model ? [model] : [];

    public TenantSettings Apply(ParseResult parsed, TenantSettings to) => to with
    {
        DefaultModel = parsed.GetValue(_model) is null ? to.DefaultModel : Named(parsed),
        RequestsPerMinute = parsed.GetValue(_requests) ?? to.RequestsPerMinute,
        TokensPerMinute = parsed.GetValue(_tokens) ?? to.TokensPerMinute,
        ConcurrentTurns = parsed.GetValue(_turns) ?? to.ConcurrentTurns,
        Weight = parsed.GetValue(_weight) ?? to.Weight,
        PersonalData = parsed.GetValue(_personal) ?? to.PersonalData,
        ShareSessions = parsed.GetValue(_share) ?? to.ShareSessions,
        BlockedTopics = parsed.GetValue(_topics) is { Length: > 0 } topics
            ? [.. topics.Where(topic => topic.Length > 0)]
            : to.BlockedTopics,
    };

    // The parser's own sentence names a type of the framework.
    private static Option<int?> Count(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = argument =>
        {
            var text = argument.Tokens is [{ } only] ? only.Value : "";
            if (SettingText.CanRead(typeof(int), text)) return int.Parse(text, CultureInfo.InvariantCulture);
            argument.AddError($"{name} is '{text}': give {SettingText.RuleOf(typeof(int))}.");
            return null;
        },
    };

    private string? Named(ParseResult parsed) => parsed.GetValue(_model) is not (null or "" or "none") and var model ? model : null;
}

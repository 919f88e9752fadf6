using System.Text.Json.Serialization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;

namespace EdgeRuntime.Device.Reports;

/// <summary>What <c>ask --json</c> prints.</summary>
/// <param name="Intent">Intent that was understood; null without one.</param>
/// <param name="Slots">Values by slot: numbers, texts, or null for words that the device cannot write down.</param>
/// <param name="Confidence">0..1.</param>
/// <param name="Route"><c>local</c>, <c>cloud</c>, <c>ask</c>, <c>reject</c>, <c>both</c>, <c>queue</c> or <c>refuse</c>;
/// <c>dropped</c> when the glasses were not spoken to after all.</param>
/// <param name="Reasons">Codes of the reasons for the route, most important first.</param>
/// <param name="Answer">What the glasses say.</param>
/// <param name="Error">Why the wish was not carried out; null when it was.</param>
/// <param name="TimingsMs">Milliseconds by stage.</param>
internal sealed record TurnReport(
    string? Intent,
    IReadOnlyDictionary<string, SlotValue> Slots,
    double Confidence,
    string Route,
    IReadOnlyList<string> Reasons,
    string Answer,
    FailureRow? Error,
    IReadOnlyDictionary<string, double> TimingsMs)
{
    private static readonly Dictionary<string, SlotValue> NoSlots = [];

    /// <summary>The carried-out wish had trouble beside it (cut-off sound, an answer that was not heard);
    /// left out when all is well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FailureRow? Warning { get; init; }

    /// <summary>What the cloud did and cost; left out where it was not asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CloudRow? Cloud { get; init; }

    /// <summary>What rang unheard and was told after the answer; left out where nothing did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Missed { get; init; }

    /// <summary>A turn that came to its end.</summary>
    public static TurnReport From(TurnResult result) => new(
        result.Intent,
        result.Slots,
        Math.Round(result.Confidence, 4),
        NameOf(result.Decision.Route),
        [.. result.Decision.Reasons.Select(reason => reason.Code)],
        result.Answer,
        FailureRow.From(result.Error),
        Rounded(result.Trace))
    {
        Warning = FailureRow.From(result.Warning),
        Cloud = CloudRow.From(result.Cloud),
        Missed = result.Missed,
    };

    /// <summary>A turn that failed before it had a recognition.</summary>
    public static TurnReport From(Failure failure, TurnTrace? trace = null) => new(
        null, NoSlots, 0, NameOf(Assistant.Routing.Route.Reject), [failure.Code], failure.Message, FailureRow.From(failure),
        Rounded(trace));

    /// <summary>A wake that came to nothing: the glasses say nothing, and nothing leaves them.</summary>
    public static TurnReport Dropped(WakeReviewVerdict review, TurnTrace trace) =>
        new(null, NoSlots, 0, "dropped", [WakeReviewVerdict.Code, review.Reason!], string.Empty, null, Rounded(trace));

    /// <summary>Exit code of a turn.</summary>
    public static ExitCode ExitCodeOf(TurnResult result) => result switch
    {
        { Error: null } => ExitCode.Done,
        { Decision.Route: Assistant.Routing.Route.Cloud or Assistant.Routing.Route.Refuse or Assistant.Routing.Route.Queue } =>
            ExitCode.NeedsCloud,
        _ => ExitCodes.For(result.Error),
    };

    private static string NameOf(Route route) => route.ToString().ToLowerInvariant();

    private static Dictionary<string, double> Rounded(TurnTrace? trace) =>
        trace?.TimingsMs().ToDictionary(stage => stage.Key, stage => Math.Round(stage.Value, 3)) ?? [];
}

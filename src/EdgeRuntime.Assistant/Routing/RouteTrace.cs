using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Sentences;

namespace EdgeRuntime.Assistant.Routing;

/// <summary>Writes a route's input into a trace and reads it back, so that the decision can be made again.
/// What is not known is not written.</summary>
public static class RouteTrace
{
    private static readonly Failure Unreadable =
        new(Stages.Route, "trace-route-unreadable", "The route event of this trace lacks an input or has a wrong one.",
            "Use a trace written by this version.");

    /// <summary>Every input as a field of the route stage's start event.</summary>
    public static TraceField[] Fields(RouteInput input) =>
    [
        TraceField.Create("verdict", input.Verdict.ToString()),
        TraceField.Create("confidence", input.Confidence),
        TraceField.Create("intent", input.Intent),
        TraceField.Create("task", input.Task.ToString()),
        TraceField.Create("needs_dictation", input.NeedsDictation),
        TraceField.Create("cloud", input.Cloud.ToString()),
        TraceField.Create("cloud_consent", input.CloudConsent),
        TraceField.Create("local_only", input.LocalOnly),
        .. Known(input),
    ];

    /// <summary>Input and policy; the policy only where a cloud is set up, since no threshold counts without one.</summary>
    public static TraceField[] Fields(RouteInput input, RouterOptions options) =>
        input.Cloud == CloudLink.Absent ? Fields(input) : [.. Fields(input), TraceField.Create("policy", RoutePolicy.Texts(options))];

    /// <summary>The decision as fields of the route stage's end event.</summary>
    public static TraceField[] Fields(RouteDecision decision) =>
    [
        TraceField.Create("route", decision.Route.ToString()),
        TraceField.Create("reasons", decision.Reasons.Select(reason => reason.Code)),
        TraceField.Create("obstacle", decision.Obstacle?.Code),
    ];

    /// <summary>The input that <see cref="Fields(RouteInput)"/> wrote;
    /// <c>trace-route-unreadable</c> when a field is missing or wrong.</summary>
    public static Outcome<RouteInput> Read(IReadOnlyList<TraceField> fields)
    {
        var read = new RouteFields(fields);
        var input = new RouteInput
        {
            Verdict = read.Enum<RecognitionVerdict>("verdict"),
            Confidence = read.Number("confidence") ?? read.Missing(),
            Intent = read.Text("intent"),
            Task = read.Enum<TaskClass>("task"),
            NeedsDictation = read.Flag("needs_dictation"),
            Sentence = read.Has("sentence") ? read.Enum<SentenceKind>("sentence") : null,
            Deferrable = read.Flag("deferrable"),
            Privacy = read.Has("privacy") ? read.Enum<PrivacyClass>("privacy") : PrivacyClass.Normal,
            DeadlineMs = read.Number("deadline_ms"),
            Cloud = read.Enum<CloudLink>("cloud"),
            RoundTripMs = read.Number("round_trip_ms"),
            CloudConsent = read.Flag("cloud_consent"),
            LocalOnly = read.Flag("local_only"),
            BatteryPercent = read.Number("battery_percent"),
            Charging = read.Flag("charging"),
            TemperatureCelsius = read.Number("temperature_celsius"),
            BudgetLeftNanos = read.Whole("budget_left_nanos"),
            PriceNanos = read.Whole("price_nanos"),
        };
        return read.IsBroken ? Unreadable : input;
    }

    /// <summary>The policy that stands beside the input; the standard one where none does.</summary>
    public static Outcome<RouterOptions> ReadPolicy(IReadOnlyList<TraceField> fields) =>
        fields.FirstOrDefault(field => field.Name == "policy").Value switch
        {
            null => new RouterOptions(),
            IEnumerable<string> texts when RoutePolicy.Read(texts) is { } options => options,
            _ => Unreadable,
        };

    private static IEnumerable<TraceField> Known(RouteInput input)
    {
        if (input.Sentence is { } sentence) yield return TraceField.Create("sentence", sentence.ToString());
        if (input.Deferrable) yield return TraceField.Create("deferrable", true);
        if (input.Privacy != PrivacyClass.Normal) yield return TraceField.Create("privacy", input.Privacy.ToString());
        if (input.DeadlineMs is { } deadline) yield return TraceField.Create("deadline_ms", deadline);
        if (input.RoundTripMs is { } roundTrip) yield return TraceField.Create("round_trip_ms", roundTrip);
        if (input.BatteryPercent is { } percent) yield return TraceField.Create("battery_percent", percent);
        if (input.Charging) yield return TraceField.Create("charging", true);
        if (input.TemperatureCelsius is { } celsius) yield return TraceField.Create("temperature_celsius", celsius);
        if (input.BudgetLeftNanos is { } left) yield return TraceField.Create("budget_left_nanos", left);
        if (input.PriceNanos is { } price) yield return TraceField.Create("price_nanos", price);
    }
}

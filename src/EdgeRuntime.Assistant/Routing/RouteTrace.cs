using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Routing;

/// <summary>Writes a route's input into a trace and reads it back, so that the decision can be made again.</summary>
public static class RouteTrace
{
    /// <summary>Every input as a field of the route stage's start event.</summary>
    public static TraceField[] Fields(RouteInput input) =>
    [
        TraceField.Of("verdict", input.Verdict.ToString()),
        TraceField.Of("confidence", input.Confidence),
        TraceField.Of("intent", input.Intent),
        TraceField.Of("task", input.Task.ToString()),
        TraceField.Of("needs_dictation", input.NeedsDictation),
        TraceField.Of("cloud", input.Cloud.ToString()),
        TraceField.Of("cloud_consent", input.CloudConsent),
        TraceField.Of("local_only", input.LocalOnly),
    ];

    /// <summary>The decision as fields of the route stage's end event.</summary>
    public static TraceField[] Fields(RouteDecision decision) =>
    [
        TraceField.Of("route", decision.Route.ToString()),
        TraceField.Of("reasons", decision.Reasons.Select(reason => reason.Code)),
        TraceField.Of("obstacle", decision.Obstacle?.Code),
    ];

    /// <summary>The input that <see cref="Fields(RouteInput)"/> wrote; <c>trace-route-unreadable</c> when a field is missing or wrong.</summary>
    public static Outcome<RouteInput> Read(IReadOnlyList<TraceField> fields)
    {
        var byName = fields.ToDictionary(field => field.Name, field => field.Value);
        if (!TryEnum(byName, "verdict", out RecognitionVerdict verdict)
            || !TryEnum(byName, "task", out TaskClass task)
            || !TryEnum(byName, "cloud", out CloudLink cloud)
            || byName.GetValueOrDefault("confidence") is not double confidence)
        {
            return new Failure(Stages.Route, "trace-route-unreadable", "The route event of this trace lacks an input.", "Use a trace written by this version.");
        }

        return new RouteInput
        {
            Verdict = verdict,
            Confidence = confidence,
            Intent = byName.GetValueOrDefault("intent") as string,
            Task = task,
            NeedsDictation = Flag(byName, "needs_dictation"),
            Cloud = cloud,
            CloudConsent = Flag(byName, "cloud_consent"),
            LocalOnly = Flag(byName, "local_only"),
        };
    }

    private static bool Flag(Dictionary<string, object?> fields, string name) => fields.GetValueOrDefault(name) is true;

    private static bool TryEnum<T>(Dictionary<string, object?> fields, string name, out T value)
        where T : struct, Enum
    {
        value = default;
        return fields.GetValueOrDefault(name) is string text && Enum.TryParse(text, out value) && Enum.IsDefined(value);
    }
}

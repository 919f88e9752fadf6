using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Routing;

/// <summary>A decision of a trace, made again from what the trace says it was made from.</summary>
/// <param name="At">When it was made, since the turn began.</param>
/// <param name="Recorded">The end event: route, reasons, obstacle.</param>
/// <param name="Again">The decision made now.</param>
public sealed record RouteReplay(TimeSpan At, IReadOnlyList<TraceField> Recorded, RouteDecision Again)
{
    /// <summary>True when route, reasons and obstacle are what they were.</summary>
    public bool IsSame => Texts(Recorded).SequenceEqual(Texts(RouteTrace.Fields(Again)));

    /// <summary>The recorded route's name; empty where there is none.</summary>
    public string RecordedRoute => Recorded.FirstOrDefault(one => one.Name == "route").Value as string ?? string.Empty;

    /// <summary>Makes every decision of a trace again. Failures: <c>trace-without-route</c>, <c>trace-route-unreadable</c>.</summary>
    public static Outcome<IReadOnlyList<RouteReplay>> Read(IReadOnlyList<TurnEvent> events)
    {
        var replays = new List<RouteReplay>();
        foreach (var (start, end) in Pairs(events))
        {
            if (!RouteTrace.Read(start.Fields).TryGet(out var input, out var failure)
                || !RouteTrace.ReadPolicy(start.Fields).TryGet(out var policy, out failure))
            {
                return failure;
            }

            replays.Add(new RouteReplay(start.At, end.Fields, Router.Decide(input, policy)));
        }

        return replays.Count > 0
            ? replays.ToArray()
            : new Failure(
                Stages.Route, "trace-without-route", "This trace holds no decision: the turn ended before one was made.",
                "Use the trace of a turn that got so far.");
    }

    private static IEnumerable<(TurnEvent Start, TurnEvent End)> Pairs(IReadOnlyList<TurnEvent> events)
    {
        TurnEvent? start = null;
        foreach (var step in events.Where(step => step.Stage == Stages.Route))
        {
            if (step.Kind == TurnEventKind.Start)
            {
                start = step;
            }
            else if (start is not null && step.Kind == TurnEventKind.End)
            {
                yield return (start, step);
                start = null;
            }
        }
    }

    private static IEnumerable<string> Texts(IReadOnlyList<TraceField> fields) =>
        new[] { "route", "reasons", "obstacle" }.Select(name => fields.FirstOrDefault(one => one.Name == name).Value switch
        {
            IEnumerable<string> many => string.Join(',', many),
            var text => text as string ?? string.Empty,
        });
}

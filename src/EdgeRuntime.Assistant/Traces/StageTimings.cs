namespace EdgeRuntime.Assistant.Traces;

/// <summary>Adds up how long the stages of a trace took.</summary>
internal static class StageTimings
{
    /// <summary>Milliseconds by stage, for stages that have ended in any way, in order of first start.</summary>
    public static IReadOnlyDictionary<string, double> Measure(IReadOnlyList<TurnEvent> events)
    {
        var open = new Dictionary<string, TimeSpan>();
        var spent = new OrderedDictionary<string, double>();
        foreach (var step in events)
        {
            if (step.Kind == TurnEventKind.Start)
            {
                open[step.Stage] = step.At;
                spent.TryAdd(step.Stage, 0);
            }
            else if (open.Remove(step.Stage, out var began))
            {
                spent[step.Stage] += (step.At - began).TotalMilliseconds;
            }
        }

        foreach (var stage in open.Keys.Where(stage => spent[stage] == 0))
        {
            spent.Remove(stage);
        }

        return spent;
    }
}

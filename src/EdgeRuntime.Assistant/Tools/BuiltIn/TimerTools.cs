using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Sets, cancels and tells of what counts down.</summary>
internal static class TimerTools
{
    private const int MaxTimers = 50;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static IEnumerable<Tool> Create(GlassesPorts ports) =>
    [
        new Tool(
            new ToolSpec(
                "SetTimer", "set a timer", Permission.None,
                ArgumentSpec.Duration("duration", Longest) with { Question = "For how long?" },
                new ArgumentSpec("count", SlotKind.Number, Required: false) { IsOfWearer = true, Minimum = 1, Maximum = 99 })
            {
                Instead = new Dictionary<string, string> { ["duration"] = "count" },
            },
            (call, stop) => call.Has("duration")
                ? SetAsync(ports, call.Duration("duration"), stop)
                : StateAnswers.Ask(InMinutes(call.Number("count")))),
        new Tool(
            new ToolSpec(
                "CancelTimer", "cancel timers", Permission.None,
                [ArgumentSpec.Duration("duration", Longest, required: false), .. OneOfMany.Arguments]),
            (call, stop) => CancelAsync(ports, call, stop)),
        new Tool(
            new ToolSpec("TimerRemaining", "tell how long a timer still runs", Permission.None),
            (_, _) => StateAnswers.Say(Remaining(ports))),
    ];

    private static ValueTask<Outcome<ToolResult>> SetAsync(GlassesPorts ports, TimeSpan length, CancellationToken stop)
    {
        if (ports.State.Current.Schedule.Count(entry => entry.Kind == ScheduledKind.Timer) >= MaxTimers)
        {
            return ValueTask.FromResult<Outcome<ToolResult>>(
                new Failure(Stages.Tool, "timers-too-many", $"There are already {MaxTimers} timers.", "Cancel some first.", Blame.Wearer));
        }

        var entry = ports.Clock.After(new ScheduledEntry(0, ScheduledKind.Timer, null) { Length = length }, length);
        var said = AnswerText.Duration(length);
        return ports.State.ChangeAsync(
            $"setting a timer for {said}", now => ScheduleChanges.Add(now, entry), (_, _) => $"Timer set for {said}.", stop);
    }

    // "Ten" most likely is ten minutes, but nobody said so.
    private static FollowUp InMinutes(double count)
    {
        var length = TimeSpan.FromMinutes(count);
        return new FollowUp("SetTimer", $"For {AnswerText.Duration(length)}?")
        {
            Slots = new Dictionary<string, SlotValue> { ["duration"] = SlotValue.Create(SlotKind.Duration, length.TotalSeconds) },
        };
    }

    private static ValueTask<Outcome<ToolResult>> CancelAsync(GlassesPorts ports, ToolCall call, CancellationToken stop)
    {
        TimeSpan? length = call.Has("duration") ? call.Duration("duration") : null;
        var before = ports.State.Current;
        bool Meant(ScheduledEntry entry) =>
            IsTimer(entry) && (length is null || entry.Length == length) && OneOfMany.Means(call, entry, before);
        if (OneOfMany.Question("CancelTimer", call, ports, Meant) is { } which)
        {
            return StateAnswers.Ask(which);
        }

        return ports.State.ChangeAsync(
            "cancelling timers",
            now => ScheduleChanges.Remove(now, Meant),
            (was, _) => was.Schedule.Where(Meant).ToArray() switch
            {
                [] when length is { } asked => $"There is no timer for {AnswerText.Duration(asked)}.",
                [] => "There is no timer to cancel.",
                [var only] => $"I cancelled your {ScheduleText.Name(only, ports.Clock.Zone)}.",
                var all => $"I cancelled {AnswerText.Count(all.Length, "timer")}.",
            },
            stop);
    }

    private static string Remaining(GlassesPorts ports)
    {
        var timers = ports.State.Current.Schedule.Where(IsTimer).OrderBy(ports.Clock.Until).ToArray();
        return timers switch
        {
            [] => "No timer is running.",
            [var only] when ports.Clock.IsDue(only) => $"Your {ScheduleText.Name(only, ports.Clock.Zone)} is done.",
            [var only] => $"{AnswerText.Capitalised(AnswerText.Remaining(ports.Clock.Until(only)!.Value))} left.",
            _ => $"You have {AnswerText.Count(timers.Length, "timer")}. "
            + $"{string.Join(' ', timers.Take(5).Select(timer => One(timer, ports)))}",
        };
    }

    private static string One(ScheduledEntry timer, GlassesPorts ports) =>
        $"The {ScheduleText.Name(timer, ports.Clock.Zone)} has {AnswerText.Remaining(ports.Clock.Until(timer)!.Value)} left.";

    private static bool IsTimer(ScheduledEntry entry) => entry.Kind == ScheduledKind.Timer;
}

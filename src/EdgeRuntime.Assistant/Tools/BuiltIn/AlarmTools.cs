using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Sets, cancels and lists what rings at a time of day.</summary>
internal static class AlarmTools
{
    private const int MaxAlarms = 50;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public static IEnumerable<Tool> Create(GlassesPorts ports) =>
    [
        new Tool(
            new ToolSpec(
                "SetAlarm", "set an alarm", Permission.None,
                new ArgumentSpec("time", SlotKind.Time) { Question = "For when?" },
                new ArgumentSpec("day", SlotKind.List, Required: false),
                ArgumentSpec.Part,
                ArgumentSpec.Week,
                Repeats.Argument,
                ArgumentSpec.Duration("duration", Longest, required: false) with { IsOfWearer = true })
            {
                Instead = new Dictionary<string, string> { ["time"] = "duration" },
            },
            (call, stop) => SetAsync(ports, call, stop)),
        new Tool(
            new ToolSpec("CancelAlarm", "cancel alarms", Permission.None, [ArgumentSpec.OptionalTime("time"), .. OneOfMany.Arguments]),
            (call, stop) => CancelAsync(ports, call, stop)),
        new Tool(new ToolSpec("ListAlarms", "list alarms", Permission.None), (_, _) => StateAnswers.Say(List(ports))),
    ];

    [SuppressMessage("ApiDesign", "RS0030", Justification = "times of day")]
    private static ValueTask<Outcome<ToolResult>> SetAsync(GlassesPorts ports, ToolCall call, CancellationToken stop)
    {
        if (Repeats.Refusal(call) is { } once)
        {
            return ValueTask.FromResult<Outcome<ToolResult>>(once);
        }

        var now = ports.Clock.WallNow;
        var zone = ports.Clock.Zone;
        if (ports.State.Current.Schedule.Count(IsAlarm) >= MaxAlarms)
        {
            return ValueTask.FromResult<Outcome<ToolResult>>(
                new Failure(Stages.Tool, "alarms-too-many", $"There are already {MaxAlarms} alarms.", "Cancel some first.", Blame.Wearer));
        }

        if (!When(call, now, zone).TryGet(out var moment, out var failure))
        {
            return ValueTask.FromResult<Outcome<ToolResult>>(failure);
        }

        if (moment.Other is not null)
        {
            return StateAnswers.Ask(WhichMoment.Ask("SetAlarm", call, moment, ports.Clock));
        }

        var due = moment.Due;
        var when = AnswerText.When(LocalTime.At(due, zone), LocalTime.At(now, zone));
        return ports.State.ChangeAsync(
            $"setting an alarm {when}",
            state => state.Schedule.Any(entry => IsAlarm(entry) && ports.Clock.DueOf(entry) == due)
                ? state
                : ScheduleChanges.Add(state, AlarmOf(call, due, ports.Clock)),
            (was, after) => ReferenceEquals(was, after) ? $"You already have an alarm {when}." : $"Alarm set {when}.",
            stop);
    }

    // "In twenty minutes" is a length of time, whatever the clock will show then.
    private static ScheduledEntry AlarmOf(ToolCall call, DateTimeOffset due, GlassesClock clock)
    {
        var alarm = new ScheduledEntry(0, ScheduledKind.Alarm, due);
        return call.Has("duration") ? clock.After(alarm, call.Duration("duration")) : clock.On(alarm, due);
    }

    private static Outcome<DueMoment> When(ToolCall call, DateTimeOffset now, TimeZoneInfo zone) => call.Has("duration")
        ? new DueMoment(now + call.Duration("duration"), null)
        : DueTime.Next(call.Time("time"), SaidDay.Read(call), now, zone);

    private static ValueTask<Outcome<ToolResult>> CancelAsync(GlassesPorts ports, ToolCall call, CancellationToken stop)
    {
        var zone = ports.Clock.Zone;
        SaidTime? time = call.Has("time") ? call.Time("time") : null;
        var before = ports.State.Current;
        bool Meant(ScheduledEntry entry) =>
            IsAlarm(entry) && (time is null || time.Value.Fits(ScheduleText.TimeOf(entry, zone))) && OneOfMany.Means(call, entry, before);
        if (OneOfMany.Question("CancelAlarm", call, ports, Meant) is { } which)
        {
            return StateAnswers.Ask(which);
        }

        return ports.State.ChangeAsync(
            "cancelling alarms",
            now => ScheduleChanges.Remove(now, Meant),
            (was, _) => was.Schedule.Where(Meant).ToArray() switch
            {
                [] when time is { } asked => $"There is no alarm at {AnswerText.Time(asked.Time)}.",
                [] => "There is no alarm to cancel.",
                [var only] => $"I cancelled your {ScheduleText.Name(only, zone)}.",
                var all =>
                    $"I cancelled {AnswerText.Count(all.Length, "alarm")}: "
                    + $"{AnswerText.Words([.. all.Select(entry => Said(entry, ports))])}.",
            },
            stop);
    }

    private static string List(GlassesPorts ports)
    {
        var alarms = ports.State.Current.Schedule.Where(IsAlarm).OrderBy(ports.Clock.Until).ToArray();
        return alarms switch
        {
            [] => "You have no alarms.",
            [var only] => $"You have an alarm {Said(only, ports)}.",
            _ => $"You have {AnswerText.Count(alarms.Length, "alarm")}: "
            + $"{AnswerText.Words([.. alarms.Take(10).Select(entry => Said(entry, ports))])}.",
        };
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "times of day")]
    private static string Said(ScheduledEntry alarm, GlassesPorts ports) => AnswerText.When(
        LocalTime.At(ports.Clock.DueOf(alarm)!.Value, ports.Clock.Zone), ports.Clock.LocalNow);

    private static bool IsAlarm(ScheduledEntry entry) => entry.Kind == ScheduledKind.Alarm;
}

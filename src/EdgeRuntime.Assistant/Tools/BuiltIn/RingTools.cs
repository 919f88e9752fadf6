using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>What a wearer does about something that rings, apart from stopping it.</summary>
internal static class RingTools
{
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static IEnumerable<Tool> Create(GlassesPorts ports) =>
    [
        new Tool(
            new ToolSpec(
                "Snooze", "let an alarm ring later", Permission.None,
                ArgumentSpec.Duration("duration", Longest, required: false) with { IsOfWearer = true }),
            (call, stop) => SnoozeAsync(ports, call.Has("duration") ? call.Duration("duration") : Usual, stop)),
    ];

    private static async ValueTask<Outcome<ToolResult>> SnoozeAsync(GlassesPorts ports, TimeSpan length, CancellationToken stop)
    {
        if (!ports.State.Current.Schedule.Any(ScheduleChanges.Rings))
        {
            return new Failure(Stages.Tool, "ring-nothing", "Nothing is ringing.", "Snooze while an alarm or a timer rings.", Blame.Wearer);
        }

        return await ports.State.ChangeAsync(
            "snoozing",
            now => ScheduleChanges.Snooze(now, ports.Clock, length),
            (_, _) => $"Snoozed for {AnswerText.Duration(length)}.",
            stop).ConfigureAwait(false);
    }
}

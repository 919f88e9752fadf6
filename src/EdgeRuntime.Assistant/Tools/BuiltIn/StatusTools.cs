using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools.Scheduling;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Time, date, battery and do not disturb.</summary>
internal static class StatusTools
{
    private const int LowPercent = 15;
    private static readonly TimeSpan LongestQuiet = TimeSpan.FromDays(7);

    public static IEnumerable<Tool> Create(GlassesPorts ports) =>
    [
        new Tool(
            new ToolSpec("GetTime", "tell the time", Permission.None),
            (_, _) => StateAnswers.Say($"It's {AnswerText.Time(TimeOnly.FromDateTime(Now(ports)))}.")),
        new Tool(
            new ToolSpec("GetDate", "tell the date", Permission.None),
            (_, _) => StateAnswers.Say($"It's {AnswerText.Date(DateOnly.FromDateTime(Now(ports)))}.")),
        new Tool(
            new ToolSpec("GetBattery", "tell how full the battery is", Permission.None),
            (_, _) => ValueTask.FromResult(ports.Power.Read())
                .AnswerAsync(ports.Power.IsSimulated, reading => Battery(reading, ports.Power.IsSimulated))),
        new Tool(
            new ToolSpec(
                "DoNotDisturbOn", "keep quiet", Permission.None,
                ArgumentSpec.Duration("duration", LongestQuiet, required: false),
                ArgumentSpec.OptionalTime("time") with { IsOfWearer = true }),
            (call, stop) => call.Has("time")
                ? QuietUntilAsync(ports, call.Time("time"), stop)
                : QuietAsync(ports, call.Has("duration") ? call.Duration("duration") : null, stop)),
        new Tool(new ToolSpec("DoNotDisturbOff", "end do not disturb", Permission.None), (_, stop) => ports.State.SetAsync(
            "turning do not disturb off",
            now => now with { DoNotDisturb = false, DoNotDisturbUntil = null, DoNotDisturbEnd = null },
            (was, _) => ports.Clock.IsQuiet(was) ? "Do not disturb is off." : "Do not disturb was already off.",
            stop)),
    ];

    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when do not disturb ends, beside the steady moment that counts")]
    private static ValueTask<Outcome<ToolResult>> QuietAsync(GlassesPorts ports, TimeSpan? length, CancellationToken stop)
    {
        var until = ports.Clock.WallNow + length;
        var end = length is { } limit ? ports.Clock.SteadyIn(limit) : null;
        return ports.State.SetAsync(
            "turning do not disturb on",
            now => now with { DoNotDisturb = true, DoNotDisturbUntil = until, DoNotDisturbEnd = end },
            (_, _) => length is { } said ? $"Do not disturb is on for {AnswerText.Duration(said)}." : "Do not disturb is on.",
            stop);
    }

    // The next time that the clock shows it; the answer says which that is.
    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when do not disturb ends, beside the steady moment that counts")]
    private static ValueTask<Outcome<ToolResult>> QuietUntilAsync(GlassesPorts ports, SaidTime time, CancellationToken stop)
    {
        if (!DueTime.Next(time, default, ports.Clock.WallNow, ports.Clock.Zone).TryGet(out var moment, out var failure))
        {
            return ValueTask.FromResult<Outcome<ToolResult>>(failure);
        }

        var (end, now) = (LocalTime.At(moment.Due, ports.Clock.Zone), Now(ports));
        var until = end.Date == now.Date ? AnswerText.Time(TimeOnly.FromDateTime(end)) : AnswerText.When(end, now);
        return ports.State.SetAsync(
            "turning do not disturb on",
            settings => settings with { DoNotDisturb = true, DoNotDisturbUntil = moment.Due, DoNotDisturbEnd = null },
            (_, _) => $"Do not disturb is on until {until}.",
            stop);
    }

    private static string Battery(PowerReading reading, bool simulated)
    {
        var level = $"{(simulated ? "The simulated battery" : "The battery")} is at {AnswerText.Percent(reading.Percent)}";
        return reading.Charging ? $"{level} and charging." : reading.Percent <= LowPercent ? $"{level}. It's time to charge." : $"{level}.";
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when do not disturb ends, beside the steady moment that counts")]
    private static DateTime Now(GlassesPorts ports) => ports.Clock.LocalNow;
}

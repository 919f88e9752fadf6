namespace EdgeRuntime.Assistant.Tools.Scheduling;

/// <summary>Tells lengths of time from times of day. A length runs on the clock that nobody can set,
/// and across a start of the machine, where that clock begins anew, on the wall clock: the best that is known then. A time of day runs on
/// the wall clock, in whatever zone the wearer is.</summary>
/// <param name="time">Both clocks. Where it is no <see cref="IBootTime"/> a steady moment is good for this process only.</param>
[SuppressMessage("ApiDesign", "RS0030", Justification = "the one place that tells lengths of time from times of day")]
public sealed class GlassesClock(TimeProvider time)
{
    private static readonly string ThisProcess = Guid.NewGuid().ToString("N");

    private readonly string _boot = (time as IBootTime)?.Boot ?? ThisProcess;

    /// <summary>What the wall clock shows: for times of day and for records, never for a length of time.</summary>
    public DateTimeOffset WallNow => time.GetUtcNow();

    /// <summary>The wearer's time zone at this moment.</summary>
    public TimeZoneInfo Zone => time.LocalTimeZone;

    /// <summary>Date and time of day for the wearer.</summary>
    public DateTime LocalNow => LocalTime.At(WallNow, Zone);

    /// <summary>Now, on the clock that nobody can set.</summary>
    public SteadyMoment SteadyNow => new(_boot, time.GetElapsedTime(0));

    /// <summary>After a length of time, on the clock that nobody can set.</summary>
    public SteadyMoment SteadyIn(TimeSpan length) => new(_boot, time.GetElapsedTime(0) + length);

    /// <summary>An entry that is due after a length of time.</summary>
    public ScheduledEntry After(ScheduledEntry entry, TimeSpan length) => entry with
    {
        Due = WallNow + length,
        Steady = SteadyIn(length),
        Local = null,
    };

    /// <summary>An entry that is due when the wearer's clock shows what it shows at a moment in today's zone.</summary>
    public ScheduledEntry On(ScheduledEntry entry, DateTimeOffset moment) =>
        entry with { Due = moment, Steady = null, Local = LocalTime.At(moment, Zone) };

    /// <summary>When an entry is due by the wall clock as it stands now; null for one without a time.</summary>
    public DateTimeOffset? DueOf(ScheduledEntry entry) => entry switch
    {
        { Due: null } => null,
        { Local: { } local } => LocalTime.Moment(local, Zone),
        { Due: { } due } => WallNow + Until(due, entry.Steady),
    };

    /// <summary>Time until an entry is due, negative once it was; null for one without a time.</summary>
    public TimeSpan? Until(ScheduledEntry entry) => entry switch
    {
        { Due: null } => null,
        { Local: { } local } => LocalTime.Moment(local, Zone) - WallNow,
        { Due: { } due } => Until(due, entry.Steady),
    };

    /// <summary>True once an entry is due.</summary>
    public bool IsDue(ScheduledEntry entry) => Until(entry) <= TimeSpan.Zero;

    /// <summary>Time until a moment that was kept on both clocks.</summary>
    /// <param name="wall">The moment by the wall clock of then.</param>
    /// <param name="steady">The same by the steady clock; null where it was not kept.</param>
    public TimeSpan Until(DateTimeOffset wall, SteadyMoment? steady) =>
        steady?.Boot == _boot ? steady.Uptime - time.GetElapsedTime(0) : wall - WallNow;

    /// <summary>True while do not disturb is on.</summary>
    public bool IsQuiet(GlassesSettings settings) =>
        settings.DoNotDisturb && (settings.DoNotDisturbUntil is not { } until || Until(until, settings.DoNotDisturbEnd) > TimeSpan.Zero);
}

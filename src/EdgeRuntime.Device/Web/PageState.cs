using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Device.Simulation;

namespace EdgeRuntime.Device.Web;

/// <summary>What can be read off the simulated glasses.</summary>
/// <param name="Hardware">Sensors and light.</param>
/// <param name="Volume">Loudness, 0..100; 0 while muted.</param>
/// <param name="LocalOnly">True when nothing may leave the glasses.</param>
/// <param name="WakePhrases">What they listen for.</param>
/// <param name="Timers">Timers, alarms and reminders that run.</param>
/// <param name="Ringing">What rings, as "5 minute timer"; null while nothing does.</param>
/// <param name="Missed">What rang unheard and was not told yet; null where nothing did.</param>
internal sealed record PageState(
    HardwareState Hardware, int Volume, bool LocalOnly, IReadOnlyList<string> WakePhrases, int Timers, string? Ringing, string? Missed)
{
    public static PageState From(HardwareState hardware, GlassesState glasses, IReadOnlyList<string> wakePhrases, TimeZoneInfo zone) => new(
        hardware,
        glasses.Settings.Loudness,
        glasses.Settings.LocalOnly,
        wakePhrases,
        glasses.Schedule.Count,
        ScheduleText.Ringing(glasses, zone),
        ScheduleText.Missed(glasses, zone));
}

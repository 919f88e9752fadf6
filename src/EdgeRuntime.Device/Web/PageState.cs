using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Bridge;

namespace EdgeRuntime.Device.Web;

/// <summary>What can be read off the simulated glasses.</summary>
/// <param name="Hardware">Sensors and light.</param>
/// <param name="Volume">Loudness, 0..100; 0 while muted.</param>
/// <param name="LocalOnly">True when nothing may leave the glasses.</param>
/// <param name="WakePhrases">What they listen for.</param>
/// <param name="Timers">Timers, alarms and reminders that run.</param>
internal sealed record PageState(HardwareState Hardware, int Volume, bool LocalOnly, IReadOnlyList<string> WakePhrases, int Timers)
{
    public static PageState Of(HardwareState hardware, GlassesState glasses, IReadOnlyList<string> wakePhrases) => new(
        hardware,
        glasses.Settings is { Muted: false, Volume: var volume } ? volume : 0,
        glasses.Settings.LocalOnly,
        wakePhrases,
        glasses.Schedule.Count);
}

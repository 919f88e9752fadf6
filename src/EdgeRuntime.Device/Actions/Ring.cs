using EdgeRuntime.Assistant.Tools.Scheduling;

namespace EdgeRuntime.Device.Actions;

/// <summary>One ring of a timer, an alarm or a reminder, or what came of it.</summary>
/// <param name="Number">Which ring of it, from 1; 0 where it was never heard.</param>
/// <param name="Text">What the glasses say of it; empty for what the camera does.</param>
public sealed record Ring(RingKind Kind, ScheduledEntry Entry, int Number, string Text)
{
    /// <summary>True for what rings until it is stopped.</summary>
    public bool Insists => Entry.Kind is ScheduledKind.Timer or ScheduledKind.Alarm;
}

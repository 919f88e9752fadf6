using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Actions;

/// <summary>One ring of a timer, an alarm or a reminder.</summary>
/// <param name="Entry">What rings.</param>
/// <param name="Number">Which ring of it, from 1; 0 when it was missed.</param>
/// <param name="Text">What the glasses say.</param>
/// <param name="IsLast">True when it rings no more after this.</param>
public sealed record Ring(ScheduledEntry Entry, int Number, string Text, bool IsLast);

using EdgeRuntime.Device.Actions;

namespace EdgeRuntime.Device.Reports;

/// <summary>What <c>run --json</c> prints when something rings, and when that ends.</summary>
/// <param name="Event"><c>ring</c>, <c>snooze</c>, <c>stop</c> or <c>missed</c>.</param>
/// <param name="Kind"><c>timer</c>, <c>alarm</c>, <c>reminder</c>, <c>photo</c> or <c>video-end</c>.</param>
/// <param name="Id">Number of the entry: the same in all that becomes of it.</param>
/// <param name="Rings">How often it has rung.</param>
/// <param name="Text">What the glasses say; empty where they say nothing.</param>
internal sealed record RingReport(string Event, string Kind, int Id, int Rings, string Text)
{
    public static RingReport From(Ring ring) => new(
        ring.Kind.ToString().ToLowerInvariant(),
        ring.Entry.Kind is Assistant.Tools.Scheduling.ScheduledKind.VideoEnd ? "video-end" : ring.Entry.Kind.ToString().ToLowerInvariant(),
        ring.Entry.Id,
        ring.Number,
        ring.Text);
}

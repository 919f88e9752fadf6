using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Tools;
using Microsoft.Extensions.Time.Testing;

namespace Assistant.Tests.Tools;

/// <summary>All tools of the glasses on a bench, on a Sunday in November at a quarter past five in the afternoon, in New York.</summary>
internal sealed class Bench
{
    public Bench(bool simulated = false)
    {
        Hardware = new BenchHardware { IsSimulated = simulated };
        Time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 22, 15, 0, TimeSpan.Zero));
        Time.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));
        Tools = GlassesTools.Create(new GlassesPorts(State, Hardware.Parts, Hardware, Time));
    }

    public MemoryState State { get; } = new();

    public BenchHardware Hardware { get; }

    public FakeTimeProvider Time { get; }

    public ToolRegistry Tools { get; }

    public static SlotValue Percent(double value) => SlotValue.Create(SlotKind.Percent, value);

    public static SlotValue Seconds(double value) => SlotValue.Create(SlotKind.Duration, value);

    public static SlotValue Clock(string value) => SlotValue.Create(SlotKind.Time, value);

    public static SlotValue Entry(string value) => SlotValue.Create(SlotKind.List, value);

    public static SlotValue Words(string value) => SlotValue.Create(SlotKind.Wildcard, value);

    public async Task<Outcome<ToolResult>> TryAsync(string intent, params (string Name, SlotValue Value)[] slots) =>
        await Tools.RunAsync(
            intent, slots.ToDictionary(slot => slot.Name, slot => slot.Value), State.Current.Settings, CancellationToken.None);

    public async Task<string> SayAsync(string intent, params (string Name, SlotValue Value)[] slots)
    {
        var outcome = await TryAsync(intent, slots);
        return outcome.TryGet(out var result, out var failure) ? result.Answer : $"[{failure.Code}] {failure.Message}";
    }
}

using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Routing;

/// <summary>The policy of the <see cref="Router"/>: every threshold it compares with. Stands in the trace beside the input.</summary>
public sealed record RouterOptions
{
    /// <value>Confidence from which a rejected reading of a tool on the glasses is good enough to ask about,
    /// while the cloud looks at the sound.</value>
    public double HedgeConfidence { get; init; } = 0.3;

    /// <value>Longest round trip with which asking the cloud and the wearer at once makes sense, in milliseconds;
    /// above it only the wearer is asked.</value>
    public double HedgeRoundTripMs { get; init; } = 400;

    /// <value>Time a cloud needs to its first word beyond the round trips, in milliseconds.</value>
    public double ThinkingMs { get; init; } = 700;

    /// <value>Round trips until the first word: one to open the connection, one for the question.</value>
    public double RoundTrips { get; init; } = 2;

    /// <value>Charge under which nothing is sent and nothing kept for later, in percent: the radio may be the end of it.</value>
    public double CriticalBatteryPercent { get; init; } = 5;

    /// <value>Charge under which what can wait does wait, in percent.</value>
    public double LowBatteryPercent { get; init; } = 15;

    /// <value>Temperature from which the radio stays off: 43 °C is what skin bears for hours (ISO 13732-1).</value>
    public double HotCelsius { get; init; } = 43;

    /// <value>Most that one turn may cost, in nano units of the currency; 0.05 by default. 0: only the budget limits it.</value>
    public long PriceCeilingNanos { get; init; } = 50_000_000;

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() =>
        !(HedgeConfidence is >= 0 and <= 1) ? Wrong(nameof(HedgeConfidence), HedgeConfidence, "between 0 and 1") :
        !(HedgeRoundTripMs is >= 0 and <= 60_000) ? Wrong(nameof(HedgeRoundTripMs), HedgeRoundTripMs, "between 0 and 60000") :
        !(ThinkingMs is >= 0 and <= 60_000) ? Wrong(nameof(ThinkingMs), ThinkingMs, "between 0 and 60000") :
        !(RoundTrips is >= 1 and <= 10) ? Wrong(nameof(RoundTrips), RoundTrips, "between 1 and 10") :
        !(CriticalBatteryPercent is >= 0 and <= 100) ? Wrong(nameof(CriticalBatteryPercent), CriticalBatteryPercent, "between 0 and 100") :
        !(LowBatteryPercent >= CriticalBatteryPercent && LowBatteryPercent <= 100)
            ? Wrong(nameof(LowBatteryPercent), LowBatteryPercent, $"between {nameof(CriticalBatteryPercent)} and 100") :
        !(HotCelsius is >= 20 and <= 100) ? Wrong(nameof(HotCelsius), HotCelsius, "between 20 and 100") :
        PriceCeilingNanos is < 0 or > 1L << 53 ? Wrong(nameof(PriceCeilingNanos), PriceCeilingNanos, "between 0 and 2^53") :
        null;

    private static Failure Wrong(string name, double value, string bounds) =>
        new(Stages.Start, "router-options-invalid", $"{name} of the router is {value}.", $"Set {name} {bounds}.");
}

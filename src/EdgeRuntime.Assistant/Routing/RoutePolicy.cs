using System.Globalization;

namespace EdgeRuntime.Assistant.Routing;

/// <summary>The policy as texts of the form <c>name=value</c>, and back.</summary>
internal static class RoutePolicy
{
    private static readonly (string Name, Func<RouterOptions, double> Get, Func<RouterOptions, double, RouterOptions> Set)[] All =
    [
        ("hedge_confidence", policy => policy.HedgeConfidence, (policy, value) => policy with { HedgeConfidence = value }),
        ("hedge_round_trip_ms", policy => policy.HedgeRoundTripMs, (policy, value) => policy with { HedgeRoundTripMs = value }),
        ("thinking_ms", policy => policy.ThinkingMs, (policy, value) => policy with { ThinkingMs = value }),
        ("round_trips", policy => policy.RoundTrips, (policy, value) => policy with { RoundTrips = value }),
        ("critical_battery_percent", policy => policy.CriticalBatteryPercent,
            (policy, value) => policy with { CriticalBatteryPercent = value }),
        ("low_battery_percent", policy => policy.LowBatteryPercent, (policy, value) => policy with { LowBatteryPercent = value }),
        ("hot_celsius", policy => policy.HotCelsius, (policy, value) => policy with { HotCelsius = value }),
        ("price_ceiling_nanos", policy => policy.PriceCeilingNanos, (policy, value) => policy with { PriceCeilingNanos = (long)value }),
    ];

    /// <summary>Every setting as <c>name=value</c>.</summary>
    public static IEnumerable<string> Texts(RouterOptions options) =>
        All.Select(setting => string.Create(CultureInfo.InvariantCulture, $"{setting.Name}={setting.Get(options):R}"));

    /// <summary>Every setting back; null where one is missing, unknown, no number or out of its bounds.</summary>
    public static RouterOptions? Read(IEnumerable<string> texts)
    {
        var byName = new Dictionary<string, string>();
        foreach (var text in texts)
        {
            var parts = text.Split('=', 2);
            if (parts.Length != 2 || !byName.TryAdd(parts[0], parts[1])) return null;
        }

        RouterOptions? options = byName.Count == All.Length ? new() : null;
        foreach (var (name, _, set) in All)
        {
            if (options is null || !double.TryParse(byName.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var value)
                || !(Math.Abs(value) <= 1L << 53))
            {
                return null;
            }

            options = set(options, value);
        }

        return options?.Validate() is null ? options : null;
    }
}

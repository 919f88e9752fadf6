namespace EdgeRuntime.Assistant.Tools;

/// <summary>What the answers of the cloud have cost in one month, as billed to these glasses.</summary>
/// <param name="Month">Year and month, UTC, as in <c>2026-11</c>; empty before the first bill.</param>
/// <param name="Nanos">Cost in nano units of the currency.</param>
/// <param name="Currency">ISO 4217; empty before the first bill.</param>
public sealed record CloudSpending(string Month = "", long Nanos = 0, string Currency = "")
{
    /// <summary>Nano units of one unit of a currency.</summary>
    public const long NanosPerUnit = 1_000_000_000;

    /// <summary>What was spent in the month of <paramref name="now"/>, in nano units.</summary>
    public long In(DateTimeOffset now) => Month == MonthOf(now) ? Nanos : 0;

    /// <summary>The same with a bill added; a new month begins at zero.</summary>
    public CloudSpending With(long nanos, string currency, DateTimeOffset now) =>
        new(MonthOf(now), In(now) + nanos, currency.Length > 0 ? currency : Currency);

    private static string MonthOf(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace GatewayLoad;

/// <summary>Times, sorted.</summary>
internal sealed class Quantiles(IEnumerable<TimeSpan> times)
{
    private readonly double[] sorted = [.. times.Select(time => time.TotalMilliseconds).Order()];

    public int Count => sorted.Length;

    /// <summary>Milliseconds under which this share lies.</summary>
    public double At(double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"p50 {At(0.5):0.00} ms, p99 {At(0.99):0.00} ms, n {Count}");
}

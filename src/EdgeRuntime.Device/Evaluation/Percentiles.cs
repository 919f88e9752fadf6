namespace EdgeRuntime.Device.Evaluation;

/// <summary>Median and 95th percentile of measured values, by nearest rank.</summary>
/// <param name="P50">Median.</param>
/// <param name="P95">95th percentile.</param>
public sealed record Percentiles(double P50, double P95)
{
    /// <summary>Percentiles of values in any order; null of none.</summary>
    public static Percentiles? Compute(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : new Percentiles(At(sorted, 0.5), At(sorted, 0.95));
    }

    private static double At(double[] sorted, double share) =>
        Math.Round(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)], 3);
}

namespace EdgeRuntime.Device.Evaluation;

/// <summary>Whether a confidence is a probability: how often readings were right, by how sure the program was of them.</summary>
public sealed class ReliabilityCurve
{
    private const int Bins = 10;

    private ReliabilityCurve(IReadOnlyList<ReliabilityBin> points, double error) => (Points, Error) = (points, error);

    /// <summary>Tenths of the confidence that hold any reading, lowest first.</summary>
    public IReadOnlyList<ReliabilityBin> Points { get; }

    /// <summary>Expected calibration error: distance between confidence and share of right readings, weighed by readings.</summary>
    public double Error { get; }

    /// <summary>Counts readings; there must be one.</summary>
    public static ReliabilityCurve Compute(IReadOnlyCollection<(double Confidence, bool IsRight)> readings)
    {
        var bins = readings
            .GroupBy(reading => Math.Min((int)(reading.Confidence * Bins), Bins - 1))
            .OrderBy(group => group.Key)
            .Select(group => Bin([.. group]))
            .ToList();
        return new ReliabilityCurve(bins, bins.Sum(bin => bin.N * Math.Abs(bin.Confidence - bin.Right)) / readings.Count);
    }

    private static ReliabilityBin Bin((double Confidence, bool IsRight)[] readings)
    {
        var right = readings.Count(reading => reading.IsRight);
        return new ReliabilityBin(
            readings.Length,
            readings.Average(reading => reading.Confidence),
            (double)right / readings.Length,
            Interval.OfProportion(right, readings.Length));
    }
}

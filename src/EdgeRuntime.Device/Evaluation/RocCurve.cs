namespace EdgeRuntime.Device.Evaluation;

/// <summary>True against false positive rate of a score over every threshold, and the area under it.</summary>
public sealed class RocCurve
{
    private RocCurve(double area, (double FalsePositiveRate, double TruePositiveRate)[] points)
    {
        Area = area;
        Points = points;
    }

    /// <summary>Probability that a positive scores above a negative, ties counted half.</summary>
    public double Area { get; }

    /// <summary>The curve from (0, 0) to (1, 1), at most 1,001 points.</summary>
    public IReadOnlyList<(double FalsePositiveRate, double TruePositiveRate)> Points { get; }

    /// <summary>Builds the curve; both lists must have entries. Sorts copies of them.</summary>
    public static RocCurve Compute(IReadOnlyCollection<float> positives, IReadOnlyCollection<float> negatives)
    {
        float[] highPositives = [.. positives.OrderDescending()];
        float[] highNegatives = [.. negatives.OrderDescending()];
        var points = new List<(double, double)> { (0, 0) };
        int truePositives = 0, falsePositives = 0;
        double area = 0;
        while (truePositives < highPositives.Length || falsePositives < highNegatives.Length)
        {
            var score = Math.Max(At(highPositives, truePositives), At(highNegatives, falsePositives));
            var truesBefore = truePositives;
            var falsesBefore = falsePositives;
            while (truePositives < highPositives.Length && highPositives[truePositives] >= score) truePositives++;
            while (falsePositives < highNegatives.Length && highNegatives[falsePositives] >= score) falsePositives++;
            area += (falsePositives - falsesBefore) * (truesBefore + truePositives) / 2.0;
            points.Add(((double)falsePositives / highNegatives.Length, (double)truePositives / highPositives.Length));
        }

        return new RocCurve(area / ((double)highPositives.Length * highNegatives.Length), Thin(points));
    }

    private static float At(float[] descending, int index) => index < descending.Length ? descending[index] : float.NegativeInfinity;

    private static (double, double)[] Thin(List<(double, double)> points)
    {
        const int Most = 1000;
        if (points.Count <= Most + 1) return [.. points];
        return [.. Enumerable.Range(0, Most + 1).Select(i => points[(int)((long)i * (points.Count - 1) / Most)])];
    }
}

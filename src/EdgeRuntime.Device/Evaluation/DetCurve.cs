namespace EdgeRuntime.Device.Evaluation;

/// <summary>Miss rate against false alarms per hour of a detector, over every threshold.
/// A positive that never became a candidate has the score -infinity and is missed at every threshold.</summary>
public sealed class DetCurve
{
    private readonly double[] _positives; // ascending
    private readonly double[] _negatives; // descending

    /// <summary>Takes copies of the scores.</summary>
    /// <param name="positives">Best score of each recording that holds the phrase.</param>
    /// <param name="negatives">Score of every candidate in recordings without it.</param>
    /// <param name="hours">Length of the recordings without the phrase.</param>
    public DetCurve(IEnumerable<double> positives, IEnumerable<double> negatives, double hours)
    {
        _positives = [.. positives.Order()];
        _negatives = [.. negatives.OrderDescending()];
        Hours = hours;
    }

    /// <summary>Length of the recordings without the phrase, in hours.</summary>
    public double Hours { get; }

    /// <summary>Recordings that hold the phrase.</summary>
    public int Positives => _positives.Length;

    /// <summary>The most sensitive working point that stays within a false alarm rate.</summary>
    /// <param name="perHour">False alarms per hour that are allowed.</param>
    public DetPoint At(double perHour)
    {
        var allowed = (int)Math.Floor((perHour * Hours) + 1e-9);
        var threshold = allowed < _negatives.Length ? Math.BitIncrement(_negatives[allowed]) : double.NegativeInfinity;
        return PointAt(threshold, perHour);
    }

    private DetPoint PointAt(double threshold, double allowedPerHour)
    {
        var missed = _positives.Count(score => score < threshold || double.IsNegativeInfinity(score));
        var alarms = _negatives.TakeWhile(score => score >= threshold).Count();
        return new DetPoint(
            allowedPerHour,
            double.IsFinite(threshold) ? threshold : null,
            Positives == 0 ? double.NaN : (double)missed / Positives,
            Interval.OfProportion(missed, Positives),
            alarms,
            alarms / Hours,
            Interval.OfRate(alarms, Hours));
    }
}

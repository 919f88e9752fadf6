namespace EdgeRuntime.Device.Hearing;

/// <summary>What stands over the settings of the wake model.</summary>
public sealed record WakeOptions
{
    /// <value>Phrases that wake where neither <c>--wake</c> nor the phone chose any; none for the first that is offered.</value>
    public IReadOnlyList<string>? Phrases { get; init; }

    /// <value>Sums of both stages from which a phrase wakes, by phrase; the model's where there is none.</value>
    public IReadOnlyDictionary<string, double> Thresholds { get; init; } = new Dictionary<string, double>();

    /// <value>Probability from which the first stage shows any phrase to the second; null for the model's.</value>
    public double? FirstStage { get; init; }

    /// <value>Time for which a score has to stay the highest before the second stage looks; null for the model's.</value>
    public TimeSpan? PeakHold { get; init; }
}

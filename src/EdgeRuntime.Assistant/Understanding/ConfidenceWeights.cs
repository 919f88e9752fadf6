namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Coefficients of the logistic that turns a <see cref="RecognitionEvidence"/> into a probability.</summary>
public sealed record ConfidenceWeights
{
    /// <value>Log-odds when every feature is 0.</value>
    public double Bias { get; set; } = 3.76;

    /// <value>Per nat of <see cref="RecognitionEvidence.PathScore"/>.</value>
    public double PathScore { get; set; } = 2.6;

    /// <value>Per nat of <see cref="RecognitionEvidence.WorstWord"/>.</value>
    public double WorstWord { get; set; }

    /// <value>Per nat of <see cref="RecognitionEvidence.WorstGap"/>.</value>
    public double WorstGap { get; set; }

    /// <value>Per nat of <see cref="RecognitionEvidence.Margin"/>, which counts up to <see cref="MarginCap"/>.</value>
    public double Margin { get; set; } = 1.3;

    /// <value>Margin from which more says nothing more, in nats per spoken frame.</value>
    public double MarginCap { get; set; } = 1.0;

    /// <value>Per natural logarithm of the spoken frames: a long sentence that fits is seldom an accident.</value>
    public double LogFrames { get; set; }
}

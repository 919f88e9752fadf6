namespace EdgeRuntime.Assistant.Understanding.Weighing;

/// <summary>How much a second opinion counts against the networks: more where the sounds of an utterance are such as the expert knows, less
/// where they are not, in noise and with accents that it has not learned.</summary>
public sealed record ExpertWeighting
{
    /// <value>Largest share in the weighed sum of both scores, from 0 to below 1; 0 asks no second opinion.</value>
    public double Most { get; set; }

    /// <value>Logarithm of the share where everything below is 0.</value>
    public double Bias { get; set; } = -3;

    /// <value>Added to it for every nat per frame by which the expert's best reading beats its free states; see
    /// <see cref="ExpertOpinion.Fit"/>.</value>
    public double Fit { get; set; }

    /// <value>Added for every nat of <see cref="RecognitionEvidence.FreeScore"/>: how sure of anything the networks are.</value>
    public double FreeScore { get; set; }

    /// <value>Added for every doubling by e of <see cref="RecognitionEvidence.SpokenFrames"/>.</value>
    public double LogFrames { get; set; }

    /// <summary>The share for one utterance, at most <see cref="Most"/>.</summary>
    /// <param name="fit">Of the expert.</param>
    /// <param name="evidence">Of the networks.</param>
    internal double Share(double fit, in RecognitionEvidence evidence)
    {
        var sum = Bias + (Fit * fit) + (FreeScore * evidence.FreeScore) + (LogFrames * Math.Log(Math.Max(1, evidence.SpokenFrames)));
        return Math.Min(Most, Math.Exp(sum));
    }

    /// <summary>Why it cannot be used, as the end of a sentence; null when it can.</summary>
    internal string? Fault() =>
        !(Most is >= 0 and < 1) ? "may count at most as a share of 0 or more and below 1"
        : double.IsFinite(Bias) && double.IsFinite(Fit) && double.IsFinite(FreeScore) && double.IsFinite(LogFrames) ? null
        : "needs numbers that are finite";
}

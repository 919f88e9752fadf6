namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Turns what the decoder measured into the probability that the best reading is what was said.</summary>
public static class Confidence
{
    /// <summary>Probability in [0, 1]; 0 when nothing was spoken.</summary>
    public static double Of(in RecognitionEvidence evidence, ConfidenceWeights weights)
    {
        if (evidence.SpokenFrames == 0)
            return 0;
        var logOdds = weights.Bias
            + weights.PathScore * evidence.PathScore
            + weights.WorstWord * evidence.WorstWord
            + weights.WorstGap * evidence.WorstGap
            + weights.Margin * Math.Min(evidence.Margin, weights.MarginCap)
            + weights.LogFrames * Math.Log(evidence.SpokenFrames);
        return 1 / (1 + Math.Exp(-logOdds));
    }
}

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Turns what the decoder measured into a probability: that the best reading is what was said, or that anything of the context was
/// said at all, by the weights.</summary>
public static class Confidence
{
    /// <summary>Probability in [0, 1]; 0 when nothing was spoken.</summary>
    public static double Of(in RecognitionEvidence evidence, ConfidenceWeights weights)
    {
        if (evidence.SpokenFrames == 0)
            return 0;
        var logOdds = weights.Bias
            + (weights.PathScore * evidence.PathScore)
            + (weights.WorstWord * evidence.WorstWord)
            + (weights.WorstGap * Math.Max(evidence.WorstGap, -weights.GapCap))
            + (weights.Margin * Math.Min(evidence.Margin, weights.MarginCap))
            + (weights.LogFrames * Math.Log(evidence.SpokenFrames))
            + (weights.MarginSum * Math.Min(evidence.Margin * evidence.SpokenFrames, weights.MarginSumCap))
            + (weights.FewWords / Math.Max(1, evidence.Words))
            + (evidence.PassesAgree ? weights.PassesAgree : 0)
            + OfBackground(evidence, weights)
            + OfPhones(evidence, weights);
        return 1 / (1 + Math.Exp(-logOdds));
    }

    private static double OfBackground(in RecognitionEvidence evidence, ConfidenceWeights weights) =>
        (weights.Over * Math.Clamp(evidence.Over, -weights.OverCap, weights.OverCap))
        + (weights.WorstOver * Math.Clamp(evidence.WorstOver, -weights.OverCap, weights.OverCap))
        + (weights.OverPerPhone * Math.Clamp(evidence.Over / Math.Max(1, evidence.Phones), -weights.OverPerPhoneCap, weights.OverPerPhoneCap))
        + (weights.LogSentences * Math.Min(evidence.LogSentences, weights.LogSentencesCap));

    private static double OfPhones(in RecognitionEvidence evidence, ConfidenceWeights weights)
    {
        var phones = Math.Max(1, evidence.Phones);
        return (weights.WorstPhone * Math.Max(evidence.WorstPhone, -weights.PhoneCap))
            + (weights.BadPhones * evidence.BadPhones / phones)
            + (weights.FramesPerPhone * evidence.SpokenFrames / phones)
            + (weights.Cover * Math.Min((double)evidence.SpokenFrames / Math.Max(1, evidence.FreeFrames), 1));
    }
}

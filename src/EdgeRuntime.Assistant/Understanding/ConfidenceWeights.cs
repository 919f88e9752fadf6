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

    /// <value>Per nat by which the best reading beats the runner-up in all, which counts up to <see cref="MarginSumCap"/>.</value>
    public double MarginSum { get; set; }

    /// <value>Margin in all from which more says nothing more, in nats.</value>
    public double MarginSumCap { get; set; } = 15;

    /// <value>For 1 divided by the words of the reading: one word alone is told apart otherwise than a sentence.</value>
    public double FewWords { get; set; }

    /// <value>When the first pass alone read the same.</value>
    public double PassesAgree { get; set; }

    /// <value>Per natural logarithm of the spoken frames: a long sentence that fits is seldom an accident.</value>
    public double LogFrames { get; set; }

    /// <value>Gap from which worse says nothing more, in nats.</value>
    public double GapCap { get; set; } = 30;

    /// <value>Per nat of <see cref="RecognitionEvidence.Over"/>, which counts up to <see cref="OverCap"/> either way.</value>
    public double Over { get; set; }

    /// <value>Per nat of <see cref="RecognitionEvidence.WorstOver"/>, which counts up to <see cref="OverCap"/> either way.</value>
    public double WorstOver { get; set; }

    /// <value>Nats over or under other speech from which more says nothing more.</value>
    public double OverCap { get; set; } = 15;

    /// <value>Per nat of <see cref="RecognitionEvidence.Over"/> per phone, which counts up to <see cref="OverPerPhoneCap"/> either way.</value>
    public double OverPerPhone { get; set; }

    /// <value>Nats per phone over or under other speech from which more says nothing more.</value>
    public double OverPerPhoneCap { get; set; } = 3;

    /// <value>Per <see cref="RecognitionEvidence.LogSentences"/>: the more can be said, the likelier an accident.</value>
    public double LogSentences { get; set; }

    /// <value>Size of a context, as a logarithm, from which more says nothing more.</value>
    public double LogSentencesCap { get; set; } = 12;

    /// <value>Per nat of <see cref="RecognitionEvidence.WorstPhone"/>, which counts down to minus <see cref="PhoneCap"/>.</value>
    public double WorstPhone { get; set; }

    /// <value>Loss of one phone from which worse says nothing more, in nats.</value>
    public double PhoneCap { get; set; } = 10;

    /// <value>For the share of phones that were hardly heard.</value>
    public double BadPhones { get; set; }

    /// <value>Per model frame (40 ms) that a phone lasts on average.</value>
    public double FramesPerPhone { get; set; }

    /// <value>For the share of the frames with a phone that the reading explains.</value>
    public double Cover { get; set; }
}

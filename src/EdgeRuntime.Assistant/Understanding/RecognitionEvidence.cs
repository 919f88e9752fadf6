using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Assistant.Understanding.Weighing;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>What the decoder measured about one utterance, from which <see cref="Confidence"/> is computed. All scores are
/// natural-log probabilities relative to the free phone loop (the best symbol of every frame), so 0 is perfect and none is positive, but
/// for what is weighed against other speech.</summary>
/// <param name="PathScore">Score of the best reading per spoken frame; sound inside wildcards is left out.</param>
/// <param name="WorstWord">Score per spoken frame of the word that fits worst, the pause behind it included.</param>
/// <param name="WorstGap">Lowest sum of scores over one stretch without a phone (before, between or behind the words):
/// speech left unexplained.</param>
/// <param name="Margin">Score per spoken frame by which the best reading beats the best one with another meaning;
/// +infinity without one.</param>
/// <param name="SpokenFrames">Model frames (40 ms) that carry a phone on the best path, wildcards left out.</param>
/// <param name="FreeFrames">Model frames that carry a phone in the free phone loop.</param>
/// <param name="Frames">Model frames heard in all.</param>
/// <param name="Words">Words of the best reading.</param>
public readonly record struct RecognitionEvidence(
    double PathScore,
    double WorstWord,
    double WorstGap,
    double Margin,
    int SpokenFrames,
    int FreeFrames,
    int Frames,
    int Words)
{
    /// <summary>Sum by which the best reading beats any other speech (common words, likely phones); above 0 where it fits better.
    /// Sound inside wildcards is left out.</summary>
    public double Over { get; init; }

    /// <summary>Lowest sum by which one word of it beats any other speech over the same frames.</summary>
    public double WorstOver { get; init; }

    /// <summary>Lowest sum of one phone: a sound that was not heard.</summary>
    public double WorstPhone { get; init; }

    /// <summary>Phones of the best reading that were hardly heard.</summary>
    public int BadPhones { get; init; }

    /// <summary>Phones of the best reading.</summary>
    public int Phones { get; init; }

    /// <summary>Natural logarithm of the number of ways that the context can be spoken.</summary>
    public double LogSentences { get; init; }

    /// <summary>Sum by which the best reading beats common words, hardly minding how common they are.</summary>
    public double OverSounds { get; init; }

    /// <summary>Sum over all frames without a phone.</summary>
    public double Gaps { get; init; }

    /// <summary>Phones of the free phone loop.</summary>
    public int FreePhones { get; init; }

    /// <summary>Frames from the first phone of the free phone loop to its last.</summary>
    public int FreeSpan { get; init; }

    /// <summary>Natural logarithm of the probability of the free phone loop's phones per frame:
    /// how sure of anything the model is.</summary>
    public double FreeScore { get; init; }

    /// <summary>Whether the first pass alone read the same meaning as both passes together; false where there was only one.</summary>
    public bool PassesAgree { get; init; }

    /// <summary>What the first pass alone measured of its own best reading; all 0 where there was only one pass.</summary>
    public FirstReading First { get; init; }

    /// <summary>What a second opinion said of the reading; all 0 where none was asked.</summary>
    public ExpertOpinion Expert { get; init; }
}

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>What the first pass measured of its own best reading before both passes were read together: a witness of its own.
/// Every number is what <see cref="RecognitionEvidence"/> calls so.</summary>
public readonly record struct FirstReading(
    double PathScore,
    double WorstWord,
    double WorstGap,
    double WorstPhone,
    double Margin,
    double Over,
    double OverSounds,
    double FreeScore)
{
    /// <summary>Takes what is kept out of the evidence of a pass.</summary>
    public static FirstReading From(in RecognitionEvidence evidence) => new(
        evidence.PathScore,
        evidence.WorstWord,
        evidence.WorstGap,
        evidence.WorstPhone,
        evidence.Margin,
        evidence.Over,
        evidence.OverSounds,
        evidence.FreeScore);
}

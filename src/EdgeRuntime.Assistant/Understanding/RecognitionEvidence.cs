namespace EdgeRuntime.Assistant.Understanding;

/// <summary>What the decoder measured about one utterance, from which <see cref="Confidence"/> is computed. All scores are
/// natural-log probabilities relative to the free phone loop (the best symbol of every frame), so 0 is perfect and none is positive.</summary>
/// <param name="PathScore">Score of the best reading per spoken frame; sound inside wildcards is left out.</param>
/// <param name="WorstWord">Score per spoken frame of the word that fits worst, the pause behind it included.</param>
/// <param name="WorstGap">Lowest sum of scores over one stretch without a phone (before, between or behind the words): speech left unexplained.</param>
/// <param name="Margin">Score per spoken frame by which the best reading beats the best one with another meaning; +infinity without one.</param>
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
    int Words);

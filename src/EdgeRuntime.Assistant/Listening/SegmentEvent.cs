namespace EdgeRuntime.Assistant.Listening;

/// <summary>What a step meant, in steps of 40 ms since the segmenter was reset.</summary>
/// <param name="StartStep">First step of speech; -1 before any.</param>
/// <param name="LastSpeechStep">Last step of speech so far; -1 before any.</param>
/// <param name="Step">The step just taken in.</param>
public readonly record struct SegmentEvent(SegmentKind Kind, int StartStep, int LastSpeechStep, int Step)
{
    /// <summary>True when the utterance is over, for whatever reason.</summary>
    public bool IsEnd => Kind is not (SegmentKind.None or SegmentKind.Started);
}

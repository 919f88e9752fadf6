namespace EdgeRuntime.Assistant.Listening;

/// <summary>What a step meant to the <see cref="UtteranceSegmenter"/>.</summary>
public enum SegmentKind
{
    /// <summary>Nothing new.</summary>
    None,

    /// <summary>An utterance has begun.</summary>
    Started,

    /// <summary>The utterance is over: silence after a whole command that cannot go on.</summary>
    EndedComplete,

    /// <summary>The utterance is over: longer silence after a whole command that could have gone on.</summary>
    EndedExtendable,

    /// <summary>The utterance is over: long silence, whatever the words were.</summary>
    EndedUnfinished,

    /// <summary>The utterance was cut at its longest length.</summary>
    TooLong,

    /// <summary>Nobody spoke in time.</summary>
    NoSpeech,
}

namespace EdgeRuntime.Assistant.Understanding.Sentences;

/// <summary>What a free sentence is taken for.</summary>
public enum SentenceKind
{
    /// <summary>Nothing that can be told.</summary>
    Unclear,

    /// <summary>A wish that the glasses carry out, or ask about.</summary>
    Wish,

    /// <summary>A question or wish for others than the glasses.</summary>
    Elsewhere,

    /// <summary>A wish that is not meant: "don't call Anna".</summary>
    Negated,

    /// <summary>More than one wish.</summary>
    Several,
}

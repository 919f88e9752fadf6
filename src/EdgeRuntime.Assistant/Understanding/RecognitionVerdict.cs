namespace EdgeRuntime.Assistant.Understanding;

/// <summary>What may be done with a recognition.</summary>
public enum RecognitionVerdict
{
    /// <summary>No speech was heard.</summary>
    Silence,

    /// <summary>Speech outside the context; nothing is carried out.</summary>
    Rejected,

    /// <summary>Two readings are too close; the wearer is asked which one.</summary>
    Ask,

    /// <summary>Good enough to act on.</summary>
    Accepted,
}

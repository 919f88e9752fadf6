namespace EdgeRuntime.Assistant.Traces;

/// <summary>What happened to a stage.</summary>
public enum TurnEventKind
{
    /// <summary>It began.</summary>
    Start,

    /// <summary>It ended well.</summary>
    End,

    /// <summary>It ended with a failure.</summary>
    Fail,

    /// <summary>It was given up because the turn was cancelled.</summary>
    Cancel,
}

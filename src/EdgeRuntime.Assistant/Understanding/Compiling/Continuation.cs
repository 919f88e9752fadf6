namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>What could still be said where a sentence may end.</summary>
internal enum Continuation : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Words that leave the meaning as it is ("please"), or that carry a number on ("thirty" … "five"),
    /// which is said in one breath.</summary>
    Settled,

    /// <summary>Words that mean something else or something more ("in ten seconds").</summary>
    Other,
}

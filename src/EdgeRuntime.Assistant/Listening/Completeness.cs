namespace EdgeRuntime.Assistant.Listening;

/// <summary>How much of a command has been said: how long to wait for more after it.</summary>
public enum Completeness
{
    /// <summary>No whole command yet.</summary>
    Unfinished,

    /// <summary>A whole command that more words could follow.</summary>
    Extendable,

    /// <summary>A whole command that nothing can follow, though a longer one may yet turn out to be what is meant.</summary>
    Complete,

    /// <summary>A whole command that nothing can follow, far more likely than any that is not over, and its last sound has died away.</summary>
    Certain,
}

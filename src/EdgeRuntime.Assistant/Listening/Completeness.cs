namespace EdgeRuntime.Assistant.Listening;

/// <summary>How much of a command has been said: how long to wait for more after it.</summary>
public enum Completeness
{
    /// <summary>No whole command yet.</summary>
    Unfinished,

    /// <summary>A whole command after which words could follow that change what it means.</summary>
    Extendable,

    /// <summary>A whole command that nothing can follow that matters, though another may yet turn out to be what is meant.</summary>
    Complete,

    /// <summary>A whole command, far more likely than any that is not over, its last sound died away:
    /// what could follow changes nothing ("please") or would have been said in the same breath ("thirty" … "five").</summary>
    Settled,

    /// <summary>A whole command that nothing can follow, far more likely than any that is not over,
    /// and its last sound has died away.</summary>
    Certain,
}

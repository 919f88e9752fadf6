namespace EdgeRuntime.Gateway.Sessions.Turns;

/// <summary>Why a turn is stopped before its end. The first cause counts.</summary>
internal enum StopCause
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>The client sent Cancel.</summary>
    Canceled,

    /// <summary>Its time is up.</summary>
    Deadline,

    /// <summary>A failure, which says the rest.</summary>
    Failed,
}

namespace EdgeRuntime.Assistant.Answering;

/// <summary>Why an answer ended.</summary>
public enum StopReason
{
    /// <summary>It is whole.</summary>
    Complete,

    /// <summary>The wearer stopped it.</summary>
    Canceled,

    /// <summary>It became too long.</summary>
    Length,

    /// <summary>The money ran out.</summary>
    Budget,

    /// <summary>The time ran out.</summary>
    Deadline,

    /// <summary>A filter stopped it.</summary>
    Filtered,
}

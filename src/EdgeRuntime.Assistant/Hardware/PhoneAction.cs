namespace EdgeRuntime.Assistant.Hardware;

/// <summary>What a phone can be asked to do.</summary>
public enum PhoneAction
{
    /// <summary>Place a call.</summary>
    Call,

    /// <summary>Take the call that rings.</summary>
    Answer,

    /// <summary>Send the call that rings away.</summary>
    Decline,

    /// <summary>End the call.</summary>
    HangUp,

    /// <summary>Send a message.</summary>
    Message,

    /// <summary>Ring loudly, to be found.</summary>
    Ring,
}

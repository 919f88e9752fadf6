namespace EdgeRuntime.Device.Pairing;

/// <summary>How far a pairing window has come.</summary>
public enum PairingState
{
    /// <summary>No window was opened yet.</summary>
    Closed,

    /// <summary>Open; no phone yet, or one that has not shown its digits.</summary>
    Waiting,

    /// <summary>Both sides show digits; a person compares them.</summary>
    Comparing,

    /// <summary>A bond was made; the window is over.</summary>
    Paired,

    /// <summary>The window ended without a bond.</summary>
    Failed,
}

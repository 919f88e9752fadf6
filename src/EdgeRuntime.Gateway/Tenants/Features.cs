namespace EdgeRuntime.Gateway.Tenants;

/// <summary>What a key may ask for.</summary>
[Flags]
public enum Features
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Answers to text.</summary>
    Chat = 1,

    /// <summary>Spoken input.</summary>
    Audio = 2,

    /// <summary>Pictures.</summary>
    Vision = 4,

    /// <summary>Spoken answers.</summary>
    Speech = 8,

    /// <summary>Tools on the device.</summary>
    Tools = 16,

    /// <summary>Everything.</summary>
    All = Chat | Audio | Vision | Speech | Tools,
}

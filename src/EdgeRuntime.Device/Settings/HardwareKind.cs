namespace EdgeRuntime.Device.Settings;

/// <summary>Which hardware <c>run</c> opens.</summary>
public enum HardwareKind
{
    /// <summary>The page where it is served and no other microphone is named, else that of this machine.</summary>
    Auto,

    /// <summary>Microphone and loudspeaker of this machine, the rest simulated.</summary>
    Laptop,

    /// <summary>The page <c>/glasses</c>.</summary>
    Page,
}

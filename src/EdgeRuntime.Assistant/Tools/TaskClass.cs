namespace EdgeRuntime.Assistant.Tools;

/// <summary>Where the work behind an intent can be done.</summary>
public enum TaskClass
{
    /// <summary>No intent was understood.</summary>
    None,

    /// <summary>A tool on the glasses does it.</summary>
    Device,

    /// <summary>Only the cloud can do it.</summary>
    Cloud,

    /// <summary>Understood, but nothing is attached to it: an engineer's own context.</summary>
    Unattached,
}

namespace EdgeRuntime.Device.Actions;

/// <summary>What happened to something that rings.</summary>
public enum RingKind
{
    /// <summary>It can be heard, for the first time or again.</summary>
    Ring,

    /// <summary>It was put off, and will ring again.</summary>
    Snooze,

    /// <summary>The wearer has ended it.</summary>
    Stop,

    /// <summary>It became due while nothing ran, or rang until its time was over.</summary>
    Missed,
}

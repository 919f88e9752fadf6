namespace EdgeRuntime.Device.Actions;

/// <summary>What happened to something that rings.</summary>
public enum RingKind
{
    /// <summary>It rings.</summary>
    Ring,

    /// <summary>It was put off, and will ring again.</summary>
    Snooze,

    /// <summary>It was stopped.</summary>
    Stop,

    /// <summary>It became due while nothing ran, or rang until its time was over.</summary>
    Missed,
}

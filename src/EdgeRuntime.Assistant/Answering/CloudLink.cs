namespace EdgeRuntime.Assistant.Answering;

/// <summary>State of the way to the cloud.</summary>
public enum CloudLink
{
    /// <summary>No cloud is set up.</summary>
    Absent,

    /// <summary>A cloud is set up but cannot be reached now.</summary>
    Down,

    /// <summary>The cloud can be reached.</summary>
    Up,
}

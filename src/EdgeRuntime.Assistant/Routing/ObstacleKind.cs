namespace EdgeRuntime.Assistant.Routing;

/// <summary>What an obstacle on the way to the cloud means for a wish.</summary>
internal enum ObstacleKind
{
    /// <summary>No cloud is set up: nothing to wait for.</summary>
    Absent,

    /// <summary>The cloud is out of reach; what can wait, waits.</summary>
    Away,

    /// <summary>The glasses should not send now; what can wait, waits, the rest is refused.</summary>
    Waits,

    /// <summary>It may not go there.</summary>
    Refused,
}

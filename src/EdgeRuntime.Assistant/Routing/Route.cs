namespace EdgeRuntime.Assistant.Routing;

/// <summary>Where a turn goes.</summary>
public enum Route
{
    /// <summary>Done on the glasses.</summary>
    Local,

    /// <summary>Needs the cloud.</summary>
    Cloud,

    /// <summary>The wearer is asked what was meant.</summary>
    Ask,

    /// <summary>Nothing is done: silence, or not understood.</summary>
    Reject,
}

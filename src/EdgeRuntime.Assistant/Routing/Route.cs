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

    /// <summary>The cloud gets a head start; when it has no word to say in that time, the glasses ask what was meant.</summary>
    Both,

    /// <summary>Kept on the glasses and sent when the cloud can be reached again.</summary>
    Queue,

    /// <summary>Understood and needs the cloud, but may not go there: the wearer's will, the budget, the battery or the heat.</summary>
    Refuse,
}

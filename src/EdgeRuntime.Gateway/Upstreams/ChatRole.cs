namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>Who a message is from.</summary>
public enum ChatRole
{
    /// <summary>The operator's instructions.</summary>
    System,

    /// <summary>The wearer.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>A tool of the device.</summary>
    Tool,
}

namespace EdgeRuntime.Assistant.Tools;

/// <summary>One thing the glasses can do. Permission and arguments are checked before it runs.</summary>
public interface ITool
{
    /// <summary>Name, arguments and permission.</summary>
    ToolSpec Spec { get; }

    /// <summary>Does it. A failure means that nothing was changed.</summary>
    ValueTask<Outcome<ToolResult>> RunAsync(ToolCall call, CancellationToken cancellationToken);
}

namespace EdgeRuntime.Assistant.Tools;

/// <summary>One thing the glasses can do, made of a spec and a function. Permission and arguments are checked before it runs.</summary>
/// <param name="spec">Name, arguments and permission.</param>
/// <param name="run">Called with arguments that have been checked.</param>
public sealed class Tool(ToolSpec spec, Func<ToolCall, CancellationToken, ValueTask<Outcome<ToolResult>>> run)
{
    /// <summary>Name, arguments and permission.</summary>
    public ToolSpec Spec { get; } = spec;

    /// <summary>Does it. A failure means that nothing was changed.</summary>
    public ValueTask<Outcome<ToolResult>> RunAsync(ToolCall call, CancellationToken cancellationToken) => run(call, cancellationToken);
}

namespace EdgeRuntime.Assistant.Tools;

/// <summary>A tool made of a spec and a function.</summary>
/// <param name="spec">Name, arguments and permission.</param>
/// <param name="run">Called with arguments that have been checked.</param>
public sealed class Tool(ToolSpec spec, Func<ToolCall, CancellationToken, ValueTask<Outcome<ToolResult>>> run) : ITool
{
    /// <inheritdoc/>
    public ToolSpec Spec { get; } = spec;

    /// <inheritdoc/>
    public ValueTask<Outcome<ToolResult>> RunAsync(ToolCall call, CancellationToken cancellationToken) => run(call, cancellationToken);
}

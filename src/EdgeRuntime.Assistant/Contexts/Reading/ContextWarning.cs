namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>Something in a context that is tolerated, and that its author should know.</summary>
/// <param name="Code">Stable code in kebab-case (<c>unknown-key</c>).</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Mark">Where it stands.</param>
public sealed record ContextWarning(string Code, string Message, SourceMark Mark)
{
    /// <summary>Place, message and code on one line.</summary>
    public override string ToString() => $"{Mark}: {Message} [{Code}]";
}

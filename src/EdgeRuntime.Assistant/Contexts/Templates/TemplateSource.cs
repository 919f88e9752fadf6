using EdgeRuntime.Assistant.Contexts.Reading;

namespace EdgeRuntime.Assistant.Contexts.Templates;

/// <summary>A sentence template as written, before it is parsed.</summary>
/// <param name="Mark">Where its first character stands.</param>
public sealed record TemplateSource(string Text, SourceMark Mark);

using EdgeRuntime.Assistant.Contexts.Templates;

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>One entry of a list.</summary>
/// <param name="In">What is said, a template.</param>
/// <param name="Out">Value of the slot; null where it is what was said.</param>
public sealed record ListEntry(TemplateSource In, SlotValue? Out)
{
    /// <summary>What the entry says about itself, for <c>requires_context</c> and <c>excludes_context</c>.</summary>
    public IReadOnlyDictionary<string, string> Context { get; init; } = new Dictionary<string, string>();
}

using EdgeRuntime.Assistant.Contexts.Templates;

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>A context file as written: intents, lists and rules, checked for form and not yet compiled. Immutable.</summary>
/// <param name="Name">File or folder it came from.</param>
/// <param name="Language">Language tag, such as <c>en</c>.</param>
/// <param name="Intents">Intents in file order; names are distinct.</param>
/// <param name="Lists">Lists that every intent may use.</param>
/// <param name="Rules">Expansion rules that every intent may use.</param>
/// <param name="SkipWords">Words that may be said between other words without a meaning.</param>
/// <param name="Warnings">What was tolerated while reading.</param>
public sealed record ContextDefinition(
    string Name,
    string Language,
    IReadOnlyList<IntentDefinition> Intents,
    IReadOnlyDictionary<string, ListDefinition> Lists,
    IReadOnlyDictionary<string, TemplateSource> Rules,
    IReadOnlyList<TemplateSource> SkipWords,
    IReadOnlyList<ContextWarning> Warnings)
{
    /// <summary>Folder that holds more than what was read, where a file alone was or a part of Home Assistant's layout; null where nothing
    /// else belongs to it.</summary>
    public string? OtherFiles { get; init; }
}

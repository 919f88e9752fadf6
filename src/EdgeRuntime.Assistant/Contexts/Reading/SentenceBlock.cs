using EdgeRuntime.Assistant.Contexts.Templates;

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>One entry of an intent's <c>data:</c>: sentences that share slots, rules and conditions.</summary>
/// <param name="Slots">Slots that come with every sentence of the block.</param>
/// <param name="Mark">Where the block begins.</param>
public sealed record SentenceBlock(
    IReadOnlyList<TemplateSource> Sentences, IReadOnlyDictionary<string, SlotValue> Slots, SourceMark Mark)
{
    /// <summary>Lists of this block only; they hide lists of the file with the same name.</summary>
    public IReadOnlyDictionary<string, ListDefinition> Lists { get; init; } = new Dictionary<string, ListDefinition>();

    /// <summary>Rules of this block only; they hide rules of the file with the same name.</summary>
    public IReadOnlyDictionary<string, TemplateSource> Rules { get; init; } = new Dictionary<string, TemplateSource>();

    /// <summary>Conditions that must hold (<c>requires_context</c>).</summary>
    public IReadOnlyList<ContextCondition> Requires { get; init; } = [];

    /// <summary>Conditions that must not hold (<c>excludes_context</c>).</summary>
    public IReadOnlyList<ContextCondition> Excludes { get; init; } = [];

    /// <summary>Name of the answer that fits the block (<c>response</c>); null where none is named.</summary>
    public string? Response { get; init; }
}

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>One intent of a context file.</summary>
/// <param name="Name">Name of the intent.</param>
/// <param name="Blocks">Its groups of sentences (<c>data:</c>).</param>
/// <param name="Mark">Where it is defined.</param>
public sealed record IntentDefinition(string Name, IReadOnlyList<SentenceBlock> Blocks, SourceMark Mark);

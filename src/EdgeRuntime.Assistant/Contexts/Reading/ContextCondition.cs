namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>A condition on what is known around a sentence: a key has one of some values, or any value at all.</summary>
/// <param name="Key">Context key, such as <c>domain</c>.</param>
/// <param name="Values">Accepted values; empty means any.</param>
/// <param name="Slot">Slot that the value found becomes (<c>slot: true</c> for one of the key's name, or <c>slot: name</c>);
/// null for none.</param>
public sealed record ContextCondition(string Key, IReadOnlyList<string> Values, string? Slot = null)
{
    /// <summary>True when a value of the key satisfies the condition.</summary>
    public bool Accepts(string value) => Values.Count == 0 || Values.Contains(value, StringComparer.Ordinal);
}

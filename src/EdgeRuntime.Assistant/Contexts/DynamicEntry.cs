namespace EdgeRuntime.Assistant.Contexts;

/// <summary>An entry of a list that is filled at run time, such as a contact.</summary>
/// <param name="Say">What is said, plain text and never a template.</param>
/// <param name="Value">Value of the slot; null means the text itself.</param>
public sealed record DynamicEntry(string Say, string? Value = null);

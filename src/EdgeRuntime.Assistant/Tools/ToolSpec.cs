using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>What a tool is called, needs and may do.</summary>
/// <param name="Name">Name of the tool, equal to the intent it carries out.</param>
/// <param name="Summary">What it does, as the end of the sentence "These glasses can …".</param>
/// <param name="Permission">What the wearer must allow.</param>
/// <param name="Arguments">Arguments by slot name.</param>
public sealed record ToolSpec(string Name, string Summary, Permission Permission, params IReadOnlyList<ArgumentSpec> Arguments)
{
    /// <summary>Argument that has to be dictated next when it is absent, such as the words of a message; null without one.</summary>
    public string? Dictated { get; init; }

    /// <summary>True where only the wearer's own words carry it out: it is never offered to an answerer, nor run for one.</summary>
    public bool IsOfWearer { get; init; }

    /// <summary>Argument that may stand for another one that is required: an alarm has a time, or comes after a while.</summary>
    public IReadOnlyDictionary<string, string> Instead { get; init; } = new Dictionary<string, string>();

    /// <summary>The first required argument that is absent, and nothing in its stead; null without one.</summary>
    public ArgumentSpec? Missing(IReadOnlyDictionary<string, SlotValue> slots) => Arguments.FirstOrDefault(argument =>
        argument.Required && !slots.ContainsKey(argument.Name)
            && !(Instead.TryGetValue(argument.Name, out var other) && slots.ContainsKey(other)));
}

using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Tools.Scheduling;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>Checked arguments of one run of a tool: the required ones are there, types and bounds are right.</summary>
public sealed class ToolCall
{
    private readonly IReadOnlyDictionary<string, SlotValue> _slots;

    /// <summary>Wraps slots that <see cref="ToolRegistry"/> has checked against the tool's spec.</summary>
    /// <param name="slots">Arguments by name.</param>
    /// <param name="words">What the wearer said, lower case; null where a model asks.</param>
    internal ToolCall(IReadOnlyDictionary<string, SlotValue> slots, string? words = null) => (_slots, Words) = (slots, words);

    /// <summary>What the wearer said, lower case; null where it was not the wearer who asked.</summary>
    public string? Words { get; }

    /// <summary>All arguments, for a question about the rest.</summary>
    public IReadOnlyDictionary<string, SlotValue> Slots => _slots;

    /// <summary>True when the wearer gave the argument.</summary>
    public bool Has(string name) => _slots.ContainsKey(name);

    /// <summary>A number, percent or length in seconds; throws where the spec did not require it and it is absent.</summary>
    public double Number(string name) => _slots[name].Number!.Value;

    /// <summary>A length of time.</summary>
    public TimeSpan Duration(string name) => TimeSpan.FromSeconds(Number(name));

    /// <summary>A time of day.</summary>
    public SaidTime Time(string name) => new(TimeOnly.ParseExact(_slots[name].Text!, "HH:mm"), _slots[name].IsEitherHalf);

    /// <summary>A list value or free words; null when absent.</summary>
    public string? Text(string name) => _slots.TryGetValue(name, out var value) ? value.Text : null;
}

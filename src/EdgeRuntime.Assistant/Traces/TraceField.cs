namespace EdgeRuntime.Assistant.Traces;

/// <summary>One named value of an event: a text, a number, a flag or a list of texts.</summary>
/// <param name="Name">Name in snake_case, with the unit where there is one.</param>
/// <param name="Value">A string, double, bool, string list or null.</param>
public readonly record struct TraceField(string Name, object? Value)
{
    /// <summary>A text, or null where there is none.</summary>
    public static TraceField Create(string name, string? value) => new(name, value);

    /// <summary>A number; infinities become null because JSON has none.</summary>
    public static TraceField Create(string name, double value) => new(name, double.IsFinite(value) ? value : null);

    /// <summary>A flag.</summary>
    public static TraceField Create(string name, bool value) => new(name, value);

    /// <summary>A list of texts.</summary>
    public static TraceField Create(string name, IEnumerable<string> values) => new(name, values.ToArray());
}

using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>One typed argument of a tool.</summary>
/// <param name="Name">Slot name.</param>
/// <param name="Kind">Type and unit: number, percent (0..100), duration (seconds), time (<c>HH:mm</c>), list or free words.</param>
/// <param name="Required">True when the tool cannot run without it.</param>
public sealed record ArgumentSpec(string Name, SlotKind Kind, bool Required = true)
{
    /// <summary>Smallest number that is accepted.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>Largest number that is accepted.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>What the wearer is asked where the argument is required and absent, as in "For when?";
    /// null where the wish then fails.</summary>
    public string? Question { get; init; }

    /// <summary>True for what only a wearer says or chooses, so that no model is told of it.</summary>
    public bool IsOfWearer { get; init; }

    /// <summary>Argument that this one says more of, as a week does of a day: when that is said anew, this goes with the old one; null for
    /// none.</summary>
    public string? Qualifies { get; init; }

    /// <summary>A part of a <c>day</c>.</summary>
    public static ArgumentSpec Part { get; } = new("part", SlotKind.List, Required: false) { IsOfWearer = true, Qualifies = "day" };

    /// <summary>The week of a <c>day</c>.</summary>
    public static ArgumentSpec Week { get; } = new("week", SlotKind.List, Required: false) { IsOfWearer = true, Qualifies = "day" };

    /// <summary>0 to 100 percent.</summary>
    public static ArgumentSpec Percent(string name, bool required = true) =>
        new(name, SlotKind.Percent, required) { Minimum = 0, Maximum = 100 };

    /// <summary>A length of time from one second on.</summary>
    public static ArgumentSpec Duration(string name, TimeSpan longest, bool required = true) =>
        new(name, SlotKind.Duration, required) { Minimum = 1, Maximum = longest.TotalSeconds };

    /// <summary>A time of day that may be absent.</summary>
    public static ArgumentSpec OptionalTime(string name) => new(name, SlotKind.Time, Required: false);

    /// <summary>Free words that may be absent.</summary>
    public static ArgumentSpec OptionalWords(string name) => new(name, SlotKind.Wildcard, Required: false);
}

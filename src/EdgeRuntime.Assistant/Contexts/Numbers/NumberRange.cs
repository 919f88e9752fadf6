namespace EdgeRuntime.Assistant.Contexts.Numbers;

/// <summary>The numbers a range list holds.</summary>
/// <param name="From">Lowest number.</param>
/// <param name="To">Highest number, included.</param>
/// <param name="Step">Distance between members, counted from <paramref name="From"/>.</param>
/// <param name="Kind"><see cref="SlotKind.Number"/> or <see cref="SlotKind.Percent"/>.</param>
public sealed record NumberRange(long From, long To, long Step = 1, SlotKind Kind = SlotKind.Number)
{
    /// <summary>What <c>type: number</c> means without bounds: nought to one below a million, with decimals.</summary>
    public static NumberRange AnyNumber { get; } = new(0, 999_999) { Fraction = NumberFraction.Tenths };

    /// <summary>Factor from the number said to the value of the slot.</summary>
    public double Multiplier { get; init; } = 1;

    /// <summary>True where a typed number in digits is not taken.</summary>
    public bool WordsOnly { get; init; }

    /// <summary>Parts of one that may follow the whole number.</summary>
    public NumberFraction Fraction { get; init; } = NumberFraction.None;
}

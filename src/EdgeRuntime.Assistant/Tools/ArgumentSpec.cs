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
}

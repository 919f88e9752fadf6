namespace EdgeRuntime.Assistant.Tools.Scheduling;

/// <summary>A time of day as a wearer says it.</summary>
/// <param name="Time">The time; the hour as said, 01 to 12, where it may be either half of the day.</param>
/// <param name="IsEitherHalf">True where nothing said in which half of the day: "five".</param>
public readonly record struct SaidTime(TimeOnly Time, bool IsEitherHalf = false)
{
    /// <summary>True for a time that nobody said, taken where the wearer names only a day.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Whether a clock that shows <paramref name="clock"/> shows this.</summary>
    public bool Fits(TimeOnly clock) => clock == Time || (IsEitherHalf && clock == Time.AddHours(12));
}

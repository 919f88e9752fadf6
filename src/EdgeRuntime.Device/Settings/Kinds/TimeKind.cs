namespace EdgeRuntime.Device.Settings.Kinds;

/// <summary>A length of time, such as <c>250 ms</c> or <c>4 s</c>.</summary>
/// <param name="least">Shortest allowed.</param>
/// <param name="most">Longest allowed.</param>
/// <param name="step">What it has to be a multiple of; null for any.</param>
internal sealed class TimeKind(string least, string most, string? step = null) : MeasureKind<TimeSpan>(least, most)
{
    private static readonly (string Name, decimal Size)[] Names =
    [
        ("ms", 1), ("s", 1000), ("min", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ];

    /// <inheritdoc/>
    protected override string Noun => step is null ? "a time" : $"a multiple of {step}";

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, decimal Size)> Units => Names;

    /// <inheritdoc/>
    protected override TimeSpan? ValueOf(decimal count) =>
        count * TimeSpan.TicksPerMillisecond is <= long.MaxValue and var ticks ? TimeSpan.FromTicks((long)ticks) : null;

    /// <inheritdoc/>
    protected override bool Fits(TimeSpan value) => step is null || value.Ticks % Parse(step)!.Value.Ticks == 0;

    /// <inheritdoc/>
    protected override decimal CountOf(TimeSpan value) => (decimal)value.Ticks / TimeSpan.TicksPerMillisecond;
}

namespace EdgeRuntime.Device.Settings.Kinds;

/// <summary>A number of bytes, such as <c>64 KiB</c>.</summary>
/// <param name="least">Fewest allowed.</param>
/// <param name="most">Most allowed.</param>
internal sealed class BytesKind(string least, string most) : MeasureKind<long>(least, most)
{
    private static readonly (string Name, decimal Size)[] Names =
    [
        ("B", 1), ("KB", 1000), ("KiB", 1 << 10), ("MB", 1_000_000), ("MiB", 1 << 20), ("GB", 1_000_000_000), ("GiB", 1 << 30),
    ];

    /// <inheritdoc/>
    protected override string Noun => "a number of bytes";

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, decimal Size)> Units => Names;

    /// <inheritdoc/>
    protected override long? ValueOf(decimal count) => count == decimal.Truncate(count) ? (long)count : null;

    /// <inheritdoc/>
    protected override decimal CountOf(long value) => value;
}

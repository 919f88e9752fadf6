namespace EdgeRuntime.Device.Speaking;

/// <summary>The tone of a ring.</summary>
public sealed record RingToneOptions
{
    /// <value>Lower note in hertz; E5 in equal temperament, since small loudspeakers carry little below.</value>
    public double LowHz { get; init; } = 659.255;

    /// <value>Higher note in hertz; A5.</value>
    public double HighHz { get; init; } = 880;

    /// <value>Loudest sample, of full scale; as loud as speech.</value>
    public double Peak { get; init; } = 0.5;

    /// <value>Length of one note.</value>
    public TimeSpan Note { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <value>How often the two notes are struck.</value>
    public int Times { get; init; } = 2;
}

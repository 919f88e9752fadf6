namespace EdgeRuntime.Assistant.Audio;

/// <summary>What the header of a WAV file says about its samples.</summary>
/// <param name="SampleRateHz">Samples per second and channel.</param>
/// <param name="Channels">Channels, interleaved sample by sample.</param>
/// <param name="Encoding">How one sample is written.</param>
public readonly record struct WavFormat(int SampleRateHz, int Channels, WavEncoding Encoding)
{
    /// <summary>Lowest sample rate that is accepted, in hertz.</summary>
    public const int MinSampleRateHz = 8_000;

    /// <summary>Highest sample rate that is accepted, in hertz.</summary>
    public const int MaxSampleRateHz = 192_000;

    /// <summary>Most channels that are accepted; the largest block then fits any read buffer.</summary>
    public const int MaxChannels = 32;

    /// <summary>Bytes of one sample of one channel.</summary>
    public int BytesPerSample => Encoding switch
    {
        WavEncoding.Unsigned8 => 1,
        WavEncoding.Signed16 => 2,
        WavEncoding.Signed24 => 3,
        WavEncoding.Signed32 or WavEncoding.Float32 => 4,
        _ => 8,
    };

    /// <summary>Bytes of one sample of all channels.</summary>
    public int BytesPerBlock => BytesPerSample * Channels;
}

namespace EdgeRuntime.Assistant.Audio;

/// <summary>The one sound format inside the runtime, and the frames cut from it.</summary>
public static class AudioFormat
{
    /// <summary>Samples per second of everything after the resampler.</summary>
    public const int SampleRateHz = 16_000;

    /// <summary>Analysis window, 25 ms.</summary>
    public const int WindowSamples = SampleRateHz / 1000 * 25;

    /// <summary>Distance between windows, 10 ms.</summary>
    public const int HopSamples = SampleRateHz / 1000 * 10;

    /// <summary>Log-mel bands per frame.</summary>
    public const int Bands = 80;

    /// <summary>Feature frames in a second of sound: 100, one every 10 ms.</summary>
    public const int FramesPerSecond = SampleRateHz / HopSamples;

    /// <summary>Feature frames that one model output covers (40 ms).</summary>
    public const int FramesPerOutput = 4;
}

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Measures how loud somebody speaks, leaving the pauses out, so that a signal-to-noise ratio means the same for any amount of
/// silence.</summary>
/// <remarks>In the spirit of ITU-T P.56, with frames in place of an envelope: the level over all 20 ms frames no more than
/// <see cref="ActiveRangeDb"/> below the level over the frames above that bar, found by repeating until nothing changes.</remarks>
public static class SpeechLevel
{
    /// <summary>How far below the level of speech a frame still counts as speech: the margin of P.56.</summary>
    public const double ActiveRangeDb = 15.9;

    private const int FrameSamples = AudioFormat.SampleRateHz / 50;

    /// <summary>Root mean square over the active frames.</summary>
    /// <param name="samples">16 kHz samples in [-1, 1].</param>
    /// <returns>0 for silence and for no samples; the plain root mean square for less than one frame.</returns>
    public static double ActiveRms(ReadOnlySpan<float> samples)
    {
        var bar = -1.0;
        var power = MeanPower(samples, bar);
        if (samples.Length < FrameSamples || power == 0)
        {
            return Math.Sqrt(power);
        }

        // The bar only rises, and takes the value of one of finitely many sets of frames, so this ends.
        for (var next = Below(power); next > bar; next = Below(power))
        {
            bar = next;
            power = MeanPower(samples, bar);
        }

        return Math.Sqrt(power);
    }

    /// <summary>Root mean square of everything.</summary>
    public static double Rms(ReadOnlySpan<float> samples) => Math.Sqrt(FramePower(samples));

    private static double Below(double power) => power * Math.Pow(10, -ActiveRangeDb / 10);

    private static double MeanPower(ReadOnlySpan<float> samples, double bar)
    {
        if (samples.Length < FrameSamples)
        {
            return FramePower(samples);
        }

        var (sum, count) = (0.0, 0);
        for (var at = 0; at + FrameSamples <= samples.Length; at += FrameSamples)
        {
            var power = FramePower(samples.Slice(at, FrameSamples));
            (sum, count) = power > bar ? (sum + power, count + 1) : (sum, count);
        }

        return sum / Math.Max(1, count);
    }

    private static double FramePower(ReadOnlySpan<float> frame)
    {
        var sum = 0.0;
        foreach (var sample in frame)
        {
            sum += (double)sample * sample;
        }

        return sum / Math.Max(1, frame.Length);
    }
}

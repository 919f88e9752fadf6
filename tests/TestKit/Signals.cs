namespace TestKit;

/// <summary>Sounds made by arithmetic, the same on every run.</summary>
public static class Signals
{
    /// <summary>A sine tone.</summary>
    public static float[] Tone(double frequencyHz, double seconds, double amplitude = 0.5, int sampleRateHz = 16_000) =>
        Make(seconds, sampleRateHz, i => amplitude * Math.Sin(2 * Math.PI * frequencyHz * i / sampleRateHz));

    /// <summary>White noise, uniform in [-amplitude, amplitude].</summary>
    public static float[] Noise(double seconds, double amplitude = 0.5, int seed = 1, int sampleRateHz = 16_000)
    {
        var random = new Random(seed);
        return Make(seconds, sampleRateHz, _ => amplitude * ((2 * random.NextDouble()) - 1));
    }

    /// <summary>A tone whose frequency rises linearly from one value to another.</summary>
    public static float[] Chirp(double fromHz, double toHz, double seconds, double amplitude = 0.5, int sampleRateHz = 16_000)
    {
        return Make(seconds, sampleRateHz, i => amplitude * Math.Sin(Phase(i / (double)sampleRateHz)));

        double Phase(double t) => 2 * Math.PI * ((fromHz * t) + ((toHz - fromHz) * t * t / (2 * seconds)));
    }

    /// <summary>Digital silence.</summary>
    public static float[] Silence(double seconds, int sampleRateHz = 16_000) => new float[(int)Math.Round(seconds * sampleRateHz)];

    /// <summary>Something with the rhythm and spectrum slope of speech: a buzzing voice with moving formants, four syllables a
    /// second.</summary>
    public static float[] Babble(double seconds, double amplitude = 0.5, int sampleRateHz = 16_000) => Make(seconds, sampleRateHz, i =>
    {
        var t = i / (double)sampleRateHz;
        var envelope = Math.Pow(Math.Sin(Math.PI * 4 * t), 2);
        var sum = 0.0;
        for (var harmonic = 1; harmonic <= 24; harmonic++)
        {
            var frequency = harmonic * (120 + (10 * Math.Sin(3 * t)));
            var formant = Math.Exp(-Math.Pow((frequency - 600 - (250 * Math.Sin(7 * t))) / 300, 2)) + (0.3 / harmonic);
            sum += formant * Math.Sin(2 * Math.PI * harmonic * ((120 * t) - (10.0 / 3 / (2 * Math.PI) * Math.Cos(3 * t))));
        }

        return amplitude * envelope * sum / 6;
    });

    /// <summary>Root mean square of a stretch.</summary>
    public static double Rms(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return Math.Sqrt(sum / Math.Max(1, samples.Length));
    }

    private static float[] Make(double seconds, int sampleRateHz, Func<int, double> sample)
    {
        var samples = new float[(int)Math.Round(seconds * sampleRateHz)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)sample(i);
        }

        return samples;
    }
}

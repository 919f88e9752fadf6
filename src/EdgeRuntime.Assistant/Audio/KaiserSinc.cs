namespace EdgeRuntime.Assistant.Audio;

/// <summary>Designs the low-pass filter of the resampler: a sinc under a Kaiser window.</summary>
/// <remarks>Source: A. V. Oppenheim, R. W. Schafer, Discrete-Time Signal Processing, section 7.6 (Kaiser window design).</remarks>
internal static class KaiserSinc
{
    /// <summary>Stop-band attenuation that the window is designed for, in decibels.</summary>
    public const double AttenuationDb = 96;

    private static readonly double Beta = 0.1102 * (AttenuationDb - 8.7);
    private static readonly double Peak = Bessel(Beta);

    /// <summary>Taps on either side of the centre for a transition band of the given width.</summary>
    /// <param name="transition">Width of the transition band as a part of the input sample rate.</param>
    public static int HalfTaps(double transition) => (int)Math.Ceiling((AttenuationDb - 8) / (2.285 * 2 * Math.PI * transition) / 2);

    /// <summary>Value of the filter.</summary>
    /// <param name="offset">Distance from the centre, in input samples.</param>
    /// <param name="cutoff">Cut-off frequency as a part of the input sample rate; 0.5 passes everything.</param>
    /// <param name="halfTaps">Half length of the window, in input samples.</param>
    public static double At(double offset, double cutoff, int halfTaps)
    {
        var position = offset / halfTaps;
        if (Math.Abs(position) >= 1)
        {
            return 0;
        }

        var x = 2 * Math.PI * cutoff * offset;
        var sinc = Math.Abs(x) < 1e-9 ? 1 : Math.Sin(x) / x;
        return 2 * cutoff * sinc * Bessel(Beta * Math.Sqrt(1 - (position * position))) / Peak;
    }

    // Modified Bessel function of the first kind and order 0, by its power series.
    private static double Bessel(double x)
    {
        double sum = 1, term = 1;
        for (var k = 1; term > sum * 1e-16; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Triangular filters, evenly spaced on the mel scale, that sum a power spectrum into <see cref="AudioFormat.Bands"/>
/// bands.</summary>
/// <remarks>mel = 2595 · log10(1 + f / 700) (the HTK book, section 5.4); peaks of height 1, no area normalisation.</remarks>
internal sealed class MelFilterBank
{
    private const double LowestHz = 60;
    private const double HighestHz = 7600;

    private readonly int[] _first; // [bands] first spectrum bin of each filter
    private readonly float[][] _weights; // [bands][bins of that filter]

    /// <summary>Lays the filters over a spectrum.</summary>
    /// <param name="fftSize">Points of the transform at 16 kHz; the spectrum has half as many bins, plus one.</param>
    public MelFilterBank(int fftSize)
    {
        _first = new int[AudioFormat.Bands];
        _weights = new float[AudioFormat.Bands][];
        var hertzPerBin = (double)AudioFormat.SampleRateHz / fftSize;
        for (var band = 0; band < AudioFormat.Bands; band++)
        {
            var (low, centre, high) = (EdgeHz(band), EdgeHz(band + 1), EdgeHz(band + 2));
            _first[band] = (int)Math.Ceiling(low / hertzPerBin);
            var last = Math.Min(fftSize / 2, (int)Math.Floor(high / hertzPerBin));
            _weights[band] = new float[last - _first[band] + 1];
            for (var bin = _first[band]; bin <= last; bin++)
            {
                var f = bin * hertzPerBin;
                _weights[band][bin - _first[band]] = (float)Math.Max(0, Math.Min((f - low) / (centre - low), (high - f) / (high - centre)));
            }
        }
    }

    /// <summary>Sums the spectrum into bands.</summary>
    /// <param name="power">Power spectrum, [fftSize / 2 + 1].</param>
    /// <param name="bands">Room for <see cref="AudioFormat.Bands"/> sums.</param>
    public void Apply(ReadOnlySpan<float> power, Span<float> bands)
    {
        for (var band = 0; band < _first.Length; band++)
        {
            var weights = _weights[band];
            bands[band] = SampleMath.Dot(power.Slice(_first[band], weights.Length), weights);
        }
    }

    private static double EdgeHz(int edge)
    {
        var (low, high) = (Mel(LowestHz), Mel(HighestHz));
        var mel = low + ((high - low) * edge / (AudioFormat.Bands + 1));
        return 700 * (Math.Pow(10, mel / 2595) - 1);
    }

    private static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
}

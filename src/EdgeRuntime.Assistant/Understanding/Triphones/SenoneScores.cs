using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;

namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>How well the states of a GMM-HMM fit the frames of one utterance. Of every codebook the best Gaussians of a frame are kept; a
/// state is mixed of them when it is asked for. One utterance at a time, one thread; allocates where one is longer than all
/// before.</summary>
internal sealed class SenoneScores
{
    /// <summary>Gaussians of a codebook that are kept of a frame at most, as many as pocketsphinx keeps: 0.7 nat from all 128 in the
    /// mean.</summary>
    public const int Kept = 4;

    /// <summary>Nats below the best one of its codebook under which a Gaussian is not kept.</summary>
    private const float Range = 9;

    private readonly IGaussianModel _model;
    private readonly TriphoneTables _tables;
    private readonly CepstralFrontEnd _frontEnd;
    private readonly int _codebooks;
    private readonly float[] _weightOf = new float[256]; // by steps
    private readonly float[] _mixed; // [states], of the frame below
    private readonly int[] _mixedAt; // [states], the frame; -1 for none
    private float[] _features = []; // [frames, 39]
    private byte[] _numbers = []; // [frames, codebooks, Kept]
    private float[] _shares = []; // likewise: densities as part of the best one's
    private float[] _tops = []; // [frames, codebooks], log density of the best one

    /// <summary>Takes the model into use; the caller still owns and disposes it.</summary>
    public SenoneScores(IGaussianModel model, TriphoneTables tables)
    {
        _codebooks = TriphoneTables.Streams * tables.Phones.Length;
        ArgumentOutOfRangeException.ThrowIfNotEqual(model.Streams, TriphoneTables.Streams);
        ArgumentOutOfRangeException.ThrowIfNotEqual(model.Gaussians, tables.Phones.Length * tables.Gaussians);
        (_model, _tables, _frontEnd) = (model, tables, tables.CreateFrontEnd());
        for (var step = 0; step < _weightOf.Length; step++) _weightOf[step] = MathF.Exp(-step * tables.WeightStep);
        (_mixed, _mixedAt) = (new float[tables.PhoneOf.Length], new int[tables.PhoneOf.Length]);
    }

    /// <summary>Frames of the utterance.</summary>
    public int Frames { get; private set; }

    /// <summary>Hears an utterance and forgets the one before.</summary>
    /// <param name="logMel">[n, 80].</param>
    public void Hear(ReadOnlySpan<float> logMel)
    {
        Frames = logMel.Length / AudioFormat.Bands;
        Array.Fill(_mixedAt, -1);
        Reserve();
        _frontEnd.Process(logMel, _features);
        for (var at = 0; at < Frames; at += _model.MostFrames)
        {
            var count = Math.Min(_model.MostFrames, Frames - at);
            _features.AsSpan(at * CepstralFrontEnd.Width, count * CepstralFrontEnd.Width).CopyTo(_model.Features);
            Keep(_model.Run(count), at, count);
        }
    }

    /// <summary>Log density in nats of a state in a frame; quickest frame by frame.</summary>
    public float Score(int state, int frame)
    {
        if (_mixedAt[state] != frame) (_mixed[state], _mixedAt[state]) = (Mixed(state, frame), frame);
        return _mixed[state];
    }

    /// <summary>The same of a state of silence, for which a noise may stand.</summary>
    public float ScoreSilence(int place, int frame)
    {
        var best = Score(_tables.Alone(_tables.Silence) + place, frame);
        foreach (var noise in _tables.Noises) best = MathF.Max(best, Score(_tables.Alone(noise) + place, frame) - HmmCosts.Noise);
        return best;
    }

    private void Reserve()
    {
        if (_tops.Length >= Frames * _codebooks) return;
        _features = new float[Frames * CepstralFrontEnd.Width];
        _tops = new float[Frames * _codebooks];
        _numbers = new byte[_tops.Length * Kept];
        _shares = new float[_tops.Length * Kept];
    }

    private void Keep(ReadOnlySpan<float> densities, int from, int count)
    {
        var phones = _tables.Phones.Length;
        for (var codebook = 0; codebook < count * _codebooks; codebook++)
        {
            var own = densities.Slice(codebook * _tables.Gaussians, _tables.Gaussians);
            var (stream, t, phone) = (codebook / phones / count, codebook / phones % count, codebook % phones);
            var to = ((from + t) * _codebooks) + (stream * phones) + phone;
            var shares = _shares.AsSpan(to * Kept, Kept);
            BestOf.Find(own, Range, _numbers.AsSpan(to * Kept, Kept), shares);
            var top = _tops[to] = shares[0];
            for (var k = 0; k < Kept; k++) shares[k] = MathF.Exp(shares[k] - top);
        }
    }

    private float Mixed(int state, int t)
    {
        var (product, sum) = (1f, 0f);
        for (var stream = 0; stream < TriphoneTables.Streams; stream++)
        {
            var codebook = (((t * TriphoneTables.Streams) + stream) * _tables.Phones.Length) + _tables.PhoneOf[state];
            var weights = _tables.Weights.AsSpan(((state * TriphoneTables.Streams) + stream) * _tables.Gaussians, _tables.Gaussians);
            var numbers = _numbers.AsSpan(codebook * Kept, Kept);
            var shares = _shares.AsSpan(codebook * Kept, Kept);
            var mixed = 0f;
            for (var k = 0; k < Kept && shares[k] > 0; k++) mixed += shares[k] * _weightOf[weights[numbers[k]]];
            product *= mixed; // above e^-79: a stored weight is above e^-26, the best share is 1
            sum += _tops[codebook];
        }

        return MathF.Log(product) + sum;
    }
}

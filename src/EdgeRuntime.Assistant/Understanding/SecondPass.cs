using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Reads an utterance again when it is over, by a model that looks ahead, and mixes what both passes heard.
/// One utterance at a time, one thread; allocates nothing per frame.</summary>
/// <remarks>Sound longer than the model takes is left to the first pass.</remarks>
public sealed class SecondPass
{
    private readonly IUtteranceModel _model;
    private readonly UtteranceNormalizer _normalizer;
    private readonly float _weight;
    private readonly float[] _raw; // [MostFrames, 80], log-mel
    private readonly float[] _logits; // [MostFrames / 4, 40]: the first pass's, then the mean of both
    private int _rawCount;
    private int _logitsCount;
    private bool _isTooLong;
    private bool _isMixed;

    /// <summary>Takes the model into use; the caller still owns and disposes it.</summary>
    /// <param name="model">Phone CTC model with 40 outputs, of the same timing as the first pass.</param>
    /// <param name="prior">Mean spectrum of speech, [80].</param>
    /// <param name="weight">Share of this pass in the mean of the logits, in (0, 1].</param>
    public SecondPass(IUtteranceModel model, float[] prior, float weight)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(model.OutputSize, Phones.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, 1);
        (_model, _weight) = (model, weight);
        _normalizer = new UtteranceNormalizer(prior, model.MostFrames);
        _raw = new float[model.MostFrames * AudioFormat.Bands];
        _logits = new float[model.MostFrames / AudioFormat.FramesPerOutput * Phones.Count];
    }

    /// <summary>The mean of both passes that <see cref="TryRead"/> gave, [n, 40]; empty where it gave none. Valid until the next
    /// utterance.</summary>
    public ReadOnlySpan<float> Mixed => _isMixed ? _logits.AsSpan(0, _logitsCount) : [];

    /// <summary>What was kept of the utterance, log-mel [n, 80].</summary>
    public ReadOnlySpan<float> Frames => _raw.AsSpan(0, _rawCount);

    /// <summary>Forgets the utterance before.</summary>
    public void Begin() => (_rawCount, _logitsCount, _isTooLong, _isMixed) = (0, 0, false, false);

    /// <summary>Keeps what the first pass was given.</summary>
    /// <param name="rawLogMelFrames">[n, 80].</param>
    public void KeepFrames(ReadOnlySpan<float> rawLogMelFrames) => Keep(rawLogMelFrames, _raw, ref _rawCount);

    /// <summary>Keeps what the first pass made of it.</summary>
    /// <param name="logits">[n, 40].</param>
    public void KeepLogits(ReadOnlySpan<float> logits) => Keep(logits, _logits, ref _logitsCount);

    /// <summary>Reads the utterance again.</summary>
    /// <param name="logits">The mean of both passes, [n, 40]; valid until the next utterance.</param>
    /// <returns>False when the utterance was too long for this.</returns>
    public bool TryRead(out ReadOnlySpan<float> logits)
    {
        var frames = _rawCount / AudioFormat.Bands;
        logits = default;
        if (_isTooLong || frames == 0 || frames / AudioFormat.FramesPerOutput * Phones.Count != _logitsCount) return false;
        _normalizer.Process(_raw.AsSpan(0, _rawCount), _model.Features);
        var second = _model.Run(frames);
        for (var i = 0; i < second.Length; i++)
        {
            _logits[i] += _weight * (second[i] - _logits[i]);
        }

        _isMixed = true;
        logits = Mixed;
        return true;
    }

    private void Keep(ReadOnlySpan<float> values, float[] kept, ref int count)
    {
        _isTooLong |= values.Length > kept.Length - count;
        if (_isTooLong) return;
        values.CopyTo(kept.AsSpan(count));
        count += values.Length;
    }
}

using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Assistant.Listening;

/// <summary>Listens for wake phrases with a small model: the first of two stages, tuned to miss little. One stream, one thread; allocates nothing
/// per frame.</summary>
public sealed class WakeWordDetector
{
    private readonly SteppedModel _model;
    private readonly float[] _thresholds; // [phrases]; above 1 where disabled
    private readonly float[] _scores; // [phrases]
    private readonly long _refractoryFrames;
    private readonly long _holdFrames;
    private WakeDetection? _candidate; // the highest score of late, while something higher may follow
    private long _quietUntil; // last frame at which only something higher than the last report is reported
    private float _lastExcess; // how far the last report was above its threshold

    /// <summary>Runs a model.</summary>
    /// <param name="model">One logit per phrase and 40 ms; stays with the caller.</param>
    /// <param name="options">Phrases and thresholds.</param>
    /// <exception cref="ArgumentException">The model has another shape or the options do not validate.</exception>
    public WakeWordDetector(IStreamingModel model, WakeWordOptions options)
    {
        OptionFailures.ThrowIfWrong(options.Validate());
        if (model.OutputSize != options.Phrases.Count)
        {
            throw new ArgumentException($"The wake model knows {model.OutputSize} phrases, the options name {options.Phrases.Count}.", nameof(model));
        }

        _model = new SteppedModel(model);
        _thresholds = [.. options.Phrases.Select(phrase => phrase.Enabled ? phrase.Threshold : float.PositiveInfinity)];
        _scores = new float[_thresholds.Length];
        _refractoryFrames = (long)(options.Refractory.TotalSeconds * AudioFormat.FramesPerSecond);
        _holdFrames = (long)(options.PeakHold.TotalSeconds * AudioFormat.FramesPerSecond);
        FramesPerStep = model.FramesPerStep;
    }

    /// <summary>Frames that the model takes at a time.</summary>
    public int FramesPerStep { get; }

    /// <summary>Probability of each phrase at the latest 40 ms; valid until the next call.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>Most detections that <see cref="Push"/> returns for so many frames.</summary>
    public int MaxDetections(int frames) => (frames + FramesPerStep - 1) / AudioFormat.FramesPerOutput;

    /// <summary>Takes frames in.</summary>
    /// <param name="z">Frames in order, [n, 80], by a <see cref="FeatureNormalizer"/> that runs on with the stream.</param>
    /// <param name="detections">Room for <see cref="MaxDetections"/>.</param>
    /// <returns>Detections written.</returns>
    public int Push(ReadOnlySpan<float> z, Span<WakeDetection> detections)
    {
        var written = 0;
        while (!z.IsEmpty)
        {
            var frame = _model.NextFrame;
            if (!_model.TryStep(ref z, out var logits))
            {
                break;
            }

            for (; !logits.IsEmpty; logits = logits[_scores.Length..])
            {
                frame += AudioFormat.FramesPerOutput;
                if (Decide(logits[.._scores.Length], frame) is { } detection)
                {
                    detections[written++] = detection;
                }
            }
        }

        return written;
    }

    /// <summary>Reports what still waited for a higher score, at the end of a stream.</summary>
    public WakeDetection? Flush() => _candidate is { } candidate ? Report(candidate) : null;

    /// <summary>Forgets the stream so far.</summary>
    public void Reset()
    {
        _model.Reset();
        Array.Clear(_scores);
        _candidate = null;
        _quietUntil = 0;
    }

    // Reported at the peak, not at the threshold: the second stage then looks at the same stretch of sound however low the threshold is.
    private WakeDetection? Decide(ReadOnlySpan<float> logits, long frame)
    {
        var best = Score(logits);
        if (best >= 0 && Excess(best, _scores[best]) > Bar(frame))
        {
            _candidate = new WakeDetection(best, _scores[best], frame) { Logit = logits[best] };
        }

        return _candidate is { } candidate && frame - candidate.EndFrame >= _holdFrames ? Report(candidate) : null;
    }

    // Of several phrases above their thresholds the one furthest above wins; -1 when none is.
    private int Score(ReadOnlySpan<float> logits)
    {
        var best = -1;
        for (var i = 0; i < _scores.Length; i++)
        {
            _scores[i] = SteppedModel.Probability(logits[i]);
            var excess = Excess(i, _scores[i]);
            best = excess >= 0 && (best < 0 || excess > Excess(best, _scores[best])) ? i : best;
        }

        return best;
    }

    private float Bar(long frame) =>
        _candidate is { } held ? Excess(held.Phrase, held.Score) : frame <= _quietUntil ? _lastExcess : float.NegativeInfinity;

    private float Excess(int phrase, float score) => score - _thresholds[phrase];

    private WakeDetection Report(WakeDetection detection)
    {
        _candidate = null;
        _quietUntil = detection.EndFrame + _refractoryFrames;
        _lastExcess = Excess(detection.Phrase, detection.Score);
        return detection;
    }
}

using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Assistant.Listening;

/// <summary>Listens for wake phrases with a small model: the first of two stages, tuned to miss little. One stream, one thread; allocates
/// nothing
/// per frame.</summary>
public sealed class WakeWordDetector
{
    /// <summary>How much higher, in nat of odds, a second peak within the refractory time has to be: more than the ripple of one phrase,
    /// less than
    /// the step from a look-alike to the phrase itself.</summary>
    private const float ClearlyHigher = 1;

    private readonly SteppedModel _model;
    private readonly float[] _thresholds; // [phrases] as logits; infinite where disabled
    private readonly float[] _scores; // [phrases]
    private readonly long _refractoryFrames;
    private readonly long _holdFrames;
    private readonly long _warmUpFrames;
    private WakeDetection? _candidate; // the highest score of late, while something higher may follow
    private long _quietUntil; // last frame at which only something higher than the last report is reported
    private float _quietBar; // how far above its threshold a score has to be until then

    /// <param name="model">One logit per phrase and 40 ms; stays with the caller.</param>
    /// <param name="options">Phrases in the order of the model's outputs; copied.</param>
    /// <exception cref="ArgumentException">The model has another shape or the options do not validate.</exception>
    public WakeWordDetector(IStreamingModel model, WakeWordOptions options)
    {
        OptionFailures.ThrowIfWrong(options.Validate());
        if (model.OutputSize != options.Phrases.Count)
        {
            throw new ArgumentException(
                $"The wake model knows {model.OutputSize} phrases, the options name {options.Phrases.Count}.", nameof(model));
        }

        _model = new SteppedModel(model);
        _thresholds =
        [
            .. options.Phrases.Select(
                phrase => phrase.Enabled ? MathF.Log(phrase.Threshold / (1 - phrase.Threshold)) : float.PositiveInfinity),
        ];
        _scores = new float[_thresholds.Length];
        _refractoryFrames = (long)(options.Refractory.TotalSeconds * AudioFormat.FramesPerSecond);
        _holdFrames = (long)(options.PeakHold.TotalSeconds * AudioFormat.FramesPerSecond);
        _warmUpFrames = (long)(options.WarmUp.TotalSeconds * AudioFormat.FramesPerSecond);
        FramesPerStep = model.FramesPerStep;
        WarmUp();
    }

    /// <summary>Frames that the model takes at a time.</summary>
    public int FramesPerStep { get; }

    /// <summary>Probability of each phrase at the latest 40 ms; valid until the next call.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>Most detections that <see cref="Push"/> returns for so many frames.</summary>
    public int MaxDetections(int frames) => (frames + FramesPerStep - 1) / AudioFormat.FramesPerOutput;

    /// <summary>Takes frames in; a wake is told once nothing higher can follow it.</summary>
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
        WarmUp();
    }

    private void WarmUp() => (_candidate, _quietUntil, _quietBar) = (null, _warmUpFrames, float.PositiveInfinity);

    // Reported at the peak, not at the threshold: the second stage then looks at the same stretch of sound however low the threshold is.
    private WakeDetection? Decide(ReadOnlySpan<float> logits, long frame)
    {
        var best = 0;
        for (var i = 0; i < _scores.Length; i++)
        {
            _scores[i] = SteppedModel.Probability(logits[i]);
            best = Excess(i, logits[i]) > Excess(best, logits[best]) ? i : best;
        }

        var excess = Excess(best, logits[best]);
        if (excess >= 0 && excess > Bar(frame))
        {
            _candidate = new WakeDetection(best, _scores[best], frame) { Logit = logits[best] };
        }

        return _candidate is { } candidate && frame - candidate.EndFrame >= _holdFrames ? Report(candidate) : null;
    }

    private float Bar(long frame) =>
        _candidate is { } held ? Excess(held.Phrase, held.Logit) : frame <= _quietUntil ? _quietBar : float.NegativeInfinity;

    // Of several phrases the one furthest above its threshold counts.
    private float Excess(int phrase, float logit) => logit - _thresholds[phrase];

    private WakeDetection Report(WakeDetection detection)
    {
        _candidate = null;
        _quietUntil = detection.EndFrame + _refractoryFrames;
        _quietBar = Excess(detection.Phrase, detection.Logit) + ClearlyHigher;
        return detection;
    }
}

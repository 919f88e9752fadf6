using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>Second stage of the wake word: the acoustic model looks at the sound before a detection and agrees or not.
/// One thread; allocates nothing per check.</summary>
public sealed class WakeCheck
{
    private readonly IStreamingModel _acoustic;
    private readonly IReadOnlyList<PhraseScorer> _phrases;
    private readonly FeatureNormalizer _normalizer;
    private readonly WakeCheckOptions _options;
    private readonly float[] _frames; // [window, 80], raw and then normalised
    private readonly float[] _logits; // [window / 4, 40]

    /// <summary>Takes a model into use that nothing else runs at the same time; the caller still disposes it.</summary>
    /// <param name="acoustic">Phone CTC model.</param>
    /// <param name="prior">Mean spectrum of speech, [80].</param>
    /// <param name="phrases">A scorer per wake phrase, in the order of <see cref="WakeWordOptions.Phrases"/>.</param>
    /// <param name="options">Thresholds.</param>
    public WakeCheck(IStreamingModel acoustic, ReadOnlySpan<float> prior, IReadOnlyList<PhraseScorer> phrases, WakeCheckOptions options)
    {
        (_acoustic, _phrases, _options) = (acoustic, phrases, options);
        _normalizer = new FeatureNormalizer(prior);
        var steps = (int)(options.Window.TotalSeconds * AudioFormat.FramesPerSecond) / acoustic.FramesPerStep;
        _frames = new float[steps * acoustic.FramesPerStep * AudioFormat.Bands];
        _logits = new float[steps * acoustic.OutputsPerStep * acoustic.OutputSize];
    }

    /// <summary>Looks for the phrase in the window that ends with a detection.</summary>
    public WakeVerdict Check(FeatureHistory history, WakeDetection detection)
    {
        var first = Math.Max(history.FirstFrame, detection.EndFrame - (_frames.Length / AudioFormat.Bands));
        var count = history.CopyTo(first, _frames, out _);
        var outputs = Run(count / _acoustic.FramesPerStep);
        var score = _phrases[detection.Phrase].Score(_logits.AsSpan(0, outputs * _acoustic.OutputSize));
        var confirmed = score.Score >= _options.MinScore && score.WorstPhone >= _options.MinWorstPhone;
        return new WakeVerdict(confirmed, confirmed ? first + ((score.LastFrame + 1) * AudioFormat.FramesPerOutput) : detection.EndFrame, score);
    }

    private int Run(int steps)
    {
        _acoustic.Reset();
        _normalizer.Reset();
        var features = _frames.AsSpan(0, steps * _acoustic.FramesPerStep * AudioFormat.Bands);
        _normalizer.Process(features, features);
        var stepFeatures = _acoustic.FramesPerStep * AudioFormat.Bands;
        var stepLogits = _acoustic.OutputsPerStep * _acoustic.OutputSize;
        for (var i = 0; i < steps; i++)
        {
            _acoustic.Step(features.Slice(i * stepFeatures, stepFeatures), _logits.AsSpan(i * stepLogits, stepLogits));
        }

        return steps * _acoustic.OutputsPerStep;
    }
}

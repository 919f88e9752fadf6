using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>Second stage of the wake word: the acoustic model looks at the sound before a detection and agrees or not.
/// One thread; allocates nothing per check.</summary>
public sealed class WakeCheck
{
    /// <summary>Sound after the detection that a causal model needs to say the last phone, 240 ms.</summary>
    private const int TailFrames = 24;

    /// <summary>Lowest log-mel energy there is, ln(1e-6): stands in for a tail that was not heard yet.</summary>
    private const float Silence = -13.815511f;

    private readonly IStreamingModel _acoustic;
    private readonly IReadOnlyList<PhraseScorer> _phrases;
    private readonly FeatureNormalizer _normalizer;
    private readonly WakeCheckOptions _options;
    private readonly int _leadFrames;
    private long _taken; // first frame after the phrase that was confirmed last: nothing wakes twice
    private readonly float[] _frames; // [window + tail, 80], raw and then normalised
    private readonly float[] _logits; // [(window + tail) / 4, 40]

    /// <summary>Takes a model into use that nothing else runs at the same time; the caller still disposes it.</summary>
    /// <param name="acoustic">Phone CTC model.</param>
    /// <param name="prior">Mean spectrum of speech, [80].</param>
    /// <param name="phrases">A scorer per wake phrase, in the order of <see cref="WakeWordOptions.Phrases"/>.</param>
    /// <param name="options">Thresholds.</param>
    public WakeCheck(IStreamingModel acoustic, ReadOnlySpan<float> prior, IReadOnlyList<PhraseScorer> phrases, WakeCheckOptions options)
    {
        (_acoustic, _phrases, _options) = (acoustic, phrases, options);
        _normalizer = new FeatureNormalizer(prior);
        _leadFrames = (int)(options.Lead.TotalSeconds * AudioFormat.FramesPerSecond);
        var frames = (int)(options.Window.TotalSeconds * AudioFormat.FramesPerSecond) + TailFrames;
        var steps = (frames + acoustic.FramesPerStep - 1) / acoustic.FramesPerStep;
        _frames = new float[steps * acoustic.FramesPerStep * AudioFormat.Bands];
        _logits = new float[steps * acoustic.OutputsPerStep * acoustic.OutputSize];
    }

    /// <summary>Looks for the phrase in the window around a detection.</summary>
    public WakeVerdict Check(FeatureHistory history, WakeDetection detection)
    {
        _taken = _taken <= detection.EndFrame ? _taken : 0; // the stream began anew
        var first = Math.Max(Math.Max(history.FirstFrame, _taken), detection.EndFrame + TailFrames - (_frames.Length / AudioFormat.Bands));
        var heard = history.CopyTo(first, _frames, out _);
        _frames.AsSpan(heard * AudioFormat.Bands).Fill(Silence);
        var steps = (int)(detection.EndFrame + TailFrames - first + _acoustic.FramesPerStep - 1) / _acoustic.FramesPerStep;
        var outputs = Run(Math.Min(steps, _frames.Length / AudioFormat.Bands / _acoustic.FramesPerStep));
        var score = _phrases[detection.Phrase].Score(_logits.AsSpan(0, outputs * _acoustic.OutputSize));
        var sum = _options.Sum(detection.Score, score.Score);
        var confirmed = sum >= _options.ThresholdOf(detection.Phrase);
        var end = confirmed ? Math.Min(first + ((score.LastFrame + 1) * AudioFormat.FramesPerOutput), detection.EndFrame) : detection.EndFrame;
        _taken = confirmed ? end : _taken;
        return new WakeVerdict(confirmed, Math.Max(end - _leadFrames, history.FirstFrame), score, sum);
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

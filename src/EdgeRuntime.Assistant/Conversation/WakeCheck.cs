using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Conversation;

/// <summary>Second stage of the wake word: the acoustic model, and where there is one the second pass,
/// look at the sound before a detection, a small network reads what they heard, and all agree or not. One thread;
/// allocates nothing per check.</summary>
public sealed class WakeCheck
{
    /// <summary>Sound after a detection that belongs to the window, 160 ms: as much as is heard when a detection is reported
    /// (<see cref="WakeWordOptions.PeakHold"/>), and what a causal model needs to say the last phone.</summary>
    public const int TailFrames = 16;

    private readonly WakeWindow _window;
    private readonly IStreamingModel? _reader;
    private readonly IReadOnlyList<PhraseScorer> _phrases;
    private readonly WakeCheckOptions _options;
    private readonly int _leadFrames;
    private long _taken; // first frame after the phrase that was confirmed last: nothing wakes twice
    private readonly float[] _readings; // [OutputsPerStep, phrases] of the reader

    /// <summary>Takes models into use that nothing else runs at the same time; the caller still disposes them.</summary>
    /// <param name="acoustic">Phone CTC model.</param>
    /// <param name="second">Mixes in what the second pass hears; null to do without.</param>
    /// <param name="reader">Takes the acoustic outputs of the whole window, [n, 40],
    /// as its one step and gives a logit per wake phrase in its last output; null to do without.</param>
    /// <param name="prior">Mean spectrum of speech, [80].</param>
    /// <param name="phrases">A scorer per wake phrase, in the order of <see cref="WakeWordOptions.Phrases"/>.</param>
    /// <exception cref="ArgumentException">The reader takes another window or knows other phrases.</exception>
    public WakeCheck(
        IStreamingModel acoustic, SecondPass? second, IStreamingModel? reader, ReadOnlySpan<float> prior,
        IReadOnlyList<PhraseScorer> phrases, WakeCheckOptions options)
    {
        (_reader, _phrases, _options) = (reader, phrases, options);
        _leadFrames = (int)(options.Lead.TotalSeconds * AudioFormat.FramesPerSecond);
        _window = new WakeWindow(acoustic, second, prior, (int)(options.Window.TotalSeconds * AudioFormat.FramesPerSecond) + TailFrames);
        _readings = new float[reader is null ? 0 : reader.OutputsPerStep * reader.OutputSize];
        if (reader is not null && (reader.FramesPerStep != _window.Outputs || reader.OutputSize != phrases.Count))
        {
            throw new ArgumentException(
                $"The reader takes {reader.FramesPerStep} outputs and knows {reader.OutputSize} phrases; the window has "
                + $"{_window.Outputs} and there are {phrases.Count}.",
                nameof(reader));
        }
    }

    /// <summary>Looks for the phrase in the window around a detection.</summary>
    public WakeVerdict Check(FeatureHistory history, WakeDetection detection)
    {
        _taken = _taken <= detection.EndFrame ? _taken : 0; // the stream began anew
        var begin = detection.EndFrame + TailFrames - _window.Frames;
        var logits = _window.Listen(history, begin, _taken);
        var score = _phrases[detection.Phrase].Score(logits);
        var sum = _options.Sum(detection.Score, score.Score, Read(logits, detection.Phrase));
        var confirmed = sum >= _options.ThresholdOf(detection.Phrase);
        var end = confirmed
            ? Math.Min(begin + ((score.LastFrame + 1) * AudioFormat.FramesPerOutput), detection.EndFrame)
            : detection.EndFrame;
        _taken = confirmed ? end : _taken;
        return new WakeVerdict(confirmed, Math.Max(end - _leadFrames, history.FirstFrame), score, sum);
    }

    /// <summary>Forgets the phrase confirmed last: the next detection comes from another stream.</summary>
    public void Reset() => _taken = 0;

    private float Read(ReadOnlySpan<float> logits, int phrase)
    {
        if (_reader is null) return 0;
        _reader.Reset();
        _reader.Step(logits, _readings);
        return _readings[^(_reader.OutputSize - phrase)];
    }
}

using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Assistant.Listening;

/// <summary>Everything that runs on every chunk of sound: front end, history, voice activity and wake word. The normalised features are
/// computed once for
/// both models. One stream, one thread; allocates nothing per chunk.</summary>
/// <remarks>It owns the memory, not the models. The recogniser takes raw frames from <see cref="History"/>, from before the wake word if
/// need be.</remarks>
public sealed class AlwaysOnListener
{
    /// <summary>Longest chunk that <see cref="Push"/> takes: one second.</summary>
    public const int MaxChunkSamples = AudioFormat.SampleRateHz;

    private static readonly int ChunkFrames = LogMelFrontEnd.MaxFrames(MaxChunkSamples);

    private readonly LogMelFrontEnd _frontEnd = new();
    private readonly FeatureNormalizer _normalizer;
    private readonly VoiceActivityDetector _voice;
    private readonly WakeWordDetector? _wake;
    private readonly float[] _raw = new float[ChunkFrames * AudioFormat.Bands]; // [frames, 80]
    private readonly float[] _z = new float[AudioFormat.FramesPerOutput * AudioFormat.Bands]; // [4, 80]
    private readonly VoiceActivity[] _activities; // of 40 ms
    private readonly WakeDetection[] _wakes; // of 40 ms
    private readonly ListenerEvent[] _events; // of a chunk

    /// <summary>Takes the parts together.</summary>
    /// <param name="voiceModel">Voice activity model; stays with the caller.</param>
    /// <param name="wakeModel">Wake word model; stays with the caller. Null where no wake word is wanted.</param>
    /// <param name="prior">[80], see <see cref="FeaturePrior"/>.</param>
    /// <exception cref="ArgumentException">A model has another shape or the options do not validate.</exception>
    public AlwaysOnListener(IStreamingModel voiceModel, IStreamingModel? wakeModel, ReadOnlySpan<float> prior, ListenerOptions options)
    {
        OptionFailures.ThrowIfWrong(options.Validate());
        _normalizer = new FeatureNormalizer(prior);
        _voice = new VoiceActivityDetector(voiceModel, options.VoiceActivity);
        _wake = wakeModel is null ? null : new WakeWordDetector(wakeModel, options.WakeWord);
        History = new FeatureHistory((int)(options.History.TotalSeconds * AudioFormat.FramesPerSecond));
        _activities = new VoiceActivity[_voice.MaxDecisions(AudioFormat.FramesPerOutput)];
        _wakes = new WakeDetection[_wake?.MaxDetections(AudioFormat.FramesPerOutput) ?? 0];
        _events = new ListenerEvent[_voice.MaxDecisions(ChunkFrames) + (_wake?.MaxDetections(ChunkFrames) + 1 ?? 0)];
    }

    /// <summary>Raw log-mel frames of late.</summary>
    public FeatureHistory History { get; }

    /// <summary>The latest voice activity decision.</summary>
    public bool IsSpeech => _voice.IsSpeech;

    /// <summary>Takes a chunk in.</summary>
    /// <param name="samples">Up to <see cref="MaxChunkSamples"/> samples at 16 kHz in [-1, 1].</param>
    /// <returns>What was found, in the order in which it became known, a wake phrase before the activity known at the same frame; valid
    /// until the
    /// next call. The same for any cut of the stream into chunks.</returns>
    public ReadOnlySpan<ListenerEvent> Push(ReadOnlySpan<float> samples)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples.Length, MaxChunkSamples);
        return Take(_frontEnd.Process(samples, _raw));
    }

    /// <summary>Says that the stream is over: as much silence is taken in as the models need to say something of the last sound.</summary>
    /// <returns>As <see cref="Push"/>.</returns>
    public ReadOnlySpan<ListenerEvent> Finish()
    {
        var step = Math.Max(_voice.FramesPerStep, _wake?.FramesPerStep ?? 0);
        Span<float> silence = stackalloc float[AudioFormat.HopSamples];
        silence.Clear();
        var frames = _frontEnd.FlushShort(_raw);
        for (var missing = AudioFormat.WindowSamples + (step * AudioFormat.HopSamples); missing > 0; missing -= silence.Length)
        {
            frames += _frontEnd.Process(silence, _raw.AsSpan(frames * AudioFormat.Bands));
        }

        var count = Take(frames).Length;
        if (_wake?.Flush() is { } wake)
        {
            _events[count++] = new ListenerEvent(ListenerEventKind.Wake, default, wake);
        }

        return _events.AsSpan(0, count);
    }

    /// <summary>Forgets the stream so far and counts frames from 0 again.</summary>
    public void Reset()
    {
        _frontEnd.Reset();
        _normalizer.Reset();
        _voice.Reset();
        _wake?.Reset();
        History.Reset();
    }

    private ReadOnlySpan<ListenerEvent> Take(int frames)
    {
        var count = 0;
        for (var from = 0; from < frames; from += AudioFormat.FramesPerOutput)
        {
            // At most 40 ms at a time: no two steps of a model then fall together, and the order of events does not depend on the chunks.
            var take = Math.Min(AudioFormat.FramesPerOutput, frames - from);
            count += Take(_raw.AsSpan(from * AudioFormat.Bands, take * AudioFormat.Bands), _events.AsSpan(count));
        }

        return _events.AsSpan(0, count);
    }

    private int Take(ReadOnlySpan<float> raw, Span<ListenerEvent> events)
    {
        var z = _z.AsSpan(0, raw.Length);
        History.Append(raw);
        _normalizer.Process(raw, z);
        var count = 0;
        foreach (var wake in _wakes.AsSpan(0, _wake?.Push(z, _wakes) ?? 0))
        {
            events[count++] = new ListenerEvent(ListenerEventKind.Wake, default, wake);
        }

        foreach (var activity in _activities.AsSpan(0, _voice.Push(z, _activities)))
        {
            events[count++] = new ListenerEvent(ListenerEventKind.Activity, activity, default);
        }

        return count;
    }
}

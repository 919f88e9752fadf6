using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Device.Hearing;

/// <summary>Finds one command in a source of sound. Up to <see cref="LongestUtterance"/> is taken as one utterance; longer sound,
/// and sound in which that fails, is cut by voice activity and the first accepted command wins. Memory does not grow with the sound.
/// One thread at a time.</summary>
public sealed class CommandEar
{
    /// <summary>Sound up to this long is tried as one utterance.</summary>
    public static readonly TimeSpan LongestUtterance = TimeSpan.FromSeconds(30);

    /// <summary>Rejected sound from here on is tried again in pieces: below,
    /// there is hardly room for a command and something else.</summary>
    private static readonly TimeSpan WorthCutting = TimeSpan.FromSeconds(8);

    private const int ChunkSamples = AudioFormat.SampleRateHz / 25; // 40 ms, one output of the models

    private readonly Recognizer _recognizer;
    private readonly PhoneGraph _graph;
    private readonly Func<Outcome<AlwaysOnListener>> _openListener;
    private readonly SegmenterOptions _segmenter;
    private readonly TimeProvider _time;
    private readonly LogMelFrontEnd _frontEnd = new();
    private readonly float[] _chunk = new float[ChunkSamples];
    private readonly float[] _frames = new float[LogMelFrontEnd.MaxFrames(ChunkSamples) * AudioFormat.Bands]; // [frames, 80]
    private readonly float[] _kept = new float[(int)LongestUtterance.TotalSeconds * AudioFormat.SampleRateHz]; // the beginning of the sound
    private int _keptCount;
    private UtteranceCutter? _cutter;
    private TimeSpan _computing;
    private long _arrived; // time stamp of the last chunk that held samples

    /// <summary>Takes the parts together.</summary>
    /// <param name="recognizer">Stays with the caller.</param>
    /// <param name="graph">What can be said.</param>
    /// <param name="openListener">Opens voice activity; called once, and only for sound that has to be cut.</param>
    /// <param name="segmenter">How such sound is cut.</param>
    /// <param name="time">Clock for the timings.</param>
    public CommandEar(
        Recognizer recognizer, PhoneGraph graph, Func<Outcome<AlwaysOnListener>> openListener, SegmenterOptions segmenter,
        TimeProvider time)
    {
        _segmenter = segmenter;
        _recognizer = recognizer;
        _graph = graph;
        _openListener = openListener;
        _time = time;
    }

    /// <summary>The beginning of the sound that was heard last, up to <see cref="LongestUtterance"/>; valid until it hears again.</summary>
    public ReadOnlySpan<float> Kept => _kept.AsSpan(0, _keptCount);

    /// <summary>Readings near the best one of the sound that was heard last, as <see cref="Recognizer.Neighbours"/> gives them.</summary>
    public IReadOnlyList<Neighbour> Candidates() => _recognizer.Neighbours();

    /// <summary>True when some of <see cref="Candidates"/> may be missing for want of room.</summary>
    public bool HasCandidatesLeftOut => _recognizer.HasNeighboursLeftOut;

    /// <summary>Listens until a command is accepted or the sound ends. Failures: those of the source and of the
    /// voice activity model. Sound that is shorter than its header says is heard as far as it goes, and the command says so.</summary>
    /// <param name="source">Stays with the caller.</param>
    /// <param name="cancellationToken">Ends the wait for sound.</param>
    public async ValueTask<Outcome<HeardCommand>> HearAsync(IAudioSource source, CancellationToken cancellationToken)
    {
        _computing = TimeSpan.Zero;
        _arrived = _time.GetTimestamp();
        var kept = await HearWholeAsync(source, cancellationToken).ConfigureAwait(false);
        _keptCount = kept;
        if (Broken(source) is { } broken) return broken;
        if (kept < _kept.Length)
        {
            var whole = Finished(_recognizer.Finish);
            if (whole.Verdict != RecognitionVerdict.Rejected || kept < WorthCutting.TotalSeconds * AudioFormat.SampleRateHz)
            {
                return Heard(whole, kept, 1) with { Short = source.Failure };
            }
        }

        return await HearPiecesAsync(source, kept, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<int> HearWholeAsync(IAudioSource source, CancellationToken cancellationToken)
    {
        _frontEnd.Reset();
        _recognizer.Begin(_graph);
        var kept = 0;
        while (kept < _kept.Length)
        {
            var read = await source.ReadAsync(_kept.AsMemory(kept, Math.Min(ChunkSamples, _kept.Length - kept)), cancellationToken)
                .ConfigureAwait(false);
            if (read == 0) break;
            _arrived = _time.GetTimestamp();
            Push(_frontEnd.Process(_kept.AsSpan(kept, read), _frames));
            kept += read;
            _computing += _time.GetElapsedTime(_arrived);
        }

        Push(_frontEnd.FlushShort(_frames));
        return kept;
    }

    private static Failure? Broken(IAudioSource source) => WavSource.IsOnlyShort(source.Failure) ? null : source.Failure;

    private void Push(int frames)
    {
        if (frames > 0) _recognizer.Push(_frames.AsSpan(0, frames * AudioFormat.Bands));
    }

    private async ValueTask<Outcome<HeardCommand>> HearPiecesAsync(IAudioSource source, int kept, CancellationToken cancellationToken)
    {
        if (_cutter is null)
        {
            if (!_openListener().TryGet(out var listener, out var failure)) return failure;
            _cutter = new UtteranceCutter(listener, _recognizer, _graph, _segmenter);
        }

        _cutter.Reset();
        for (var at = 0; at < kept; at += ChunkSamples)
        {
            var length = Math.Min(ChunkSamples, kept - at);
            if (Cut(_kept.AsSpan(at, length)) is { } early)
            {
                return Heard(early, at + length, _cutter.Utterances) with { Short = source.Failure };
            }
        }

        long samples = kept;
        while (kept == _kept.Length)
        {
            var read = await source.ReadAsync(_chunk, cancellationToken).ConfigureAwait(false);
            if (read == 0) break;
            _arrived = _time.GetTimestamp();
            samples += read;
            if (Cut(_chunk.AsSpan(0, read)) is { } accepted) return Heard(accepted, samples, _cutter.Utterances);
        }

        return Broken(source) is { } broken
            ? broken
            : Heard(Finished(_cutter.Finish), samples, _cutter.Utterances) with { Short = source.Failure };
    }

    private Recognition? Cut(ReadOnlySpan<float> samples)
    {
        var began = _time.GetTimestamp();
        var accepted = _cutter!.Push(samples);
        _computing += _time.GetElapsedTime(began);
        return accepted;
    }

    private Recognition Finished(Func<Recognition> finish)
    {
        var began = _time.GetTimestamp();
        var recognition = finish();
        _computing += _time.GetElapsedTime(began);
        return recognition;
    }

    private HeardCommand Heard(Recognition recognition, long samples, int utterances) =>
        new(recognition, TimeSpan.FromSeconds((double)samples / AudioFormat.SampleRateHz), _computing, _time.GetElapsedTime(_arrived),
            utterances);
}

using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Device.Hearing;

/// <summary>Cuts long sound into utterances by voice activity and recognises each. One stream, one thread.</summary>
internal sealed class UtteranceCutter
{
    /// <summary>Sound before the first step of speech that still belongs to it: the model hears the onset late,
    /// and a soft consonant later.</summary>
    private const int LeadFrames = 30;

    private const int BlockFrames = 50;

    private readonly AlwaysOnListener _listener;
    private readonly Recognizer _recognizer;
    private readonly PhoneGraph _graph;
    private readonly UtteranceSegmenter _segmenter;
    private readonly float[] _frames = new float[BlockFrames * AudioFormat.Bands]; // [frames, 80]
    private long _origin; // frame at which the segmenter's step 0 begins
    private long _next; // first frame that the recogniser has not heard
    private Recognition? _best;

    public UtteranceCutter(AlwaysOnListener listener, Recognizer recognizer, PhoneGraph graph, SegmenterOptions options)
    {
        _listener = listener;
        _recognizer = recognizer;
        _graph = graph;
        _segmenter = new UtteranceSegmenter(options);
    }

    /// <summary>Utterances begun since the last reset.</summary>
    public int Utterances { get; private set; }

    /// <summary>Forgets the stream so far.</summary>
    public void Reset()
    {
        _listener.Reset();
        _segmenter.Reset();
        (_origin, _next, _best, Utterances) = (0, 0, null, 0);
    }

    /// <summary>Takes sound in; gives the recognition of an accepted command as soon as there is one.</summary>
    /// <param name="samples">Up to a second.</param>
    public Recognition? Push(ReadOnlySpan<float> samples) => Take(_listener.Push(samples));

    /// <summary>Says that the sound is over; gives the accepted command, or else the best of what was not.</summary>
    public Recognition Finish()
    {
        if (Take(_listener.Finish()) is { } accepted) return accepted;
        if (_segmenter.IsInUtterance) EndUtterance();
        return _best ?? new Recognition(null, null, 0, 0, double.PositiveInfinity, 0, RecognitionVerdict.Silence);
    }

    private Recognition? Take(ReadOnlySpan<ListenerEvent> events)
    {
        foreach (ref readonly var step in events)
        {
            if (step.Kind != ListenerEventKind.Activity) continue;
            var said = _segmenter.IsInUtterance ? _recognizer.Hint : Completeness.Unfinished;
            var segment = _segmenter.Push(step.Activity.Probability, said);
            if (segment.Kind == SegmentKind.Started) BeginUtterance(segment.StartStep);
            if (segment.StartStep >= 0) FeedUpTo(step.EndFrame);
            if (!segment.IsEnd) continue;
            if (segment.Kind != SegmentKind.NoSpeech) EndUtterance();
            _segmenter.Reset();
            _origin = step.EndFrame;
            if (_best?.Verdict == RecognitionVerdict.Accepted) return _best;
        }

        return null;
    }

    private void BeginUtterance(int startStep)
    {
        _recognizer.Begin(_graph);
        _next = Math.Max(_next, _origin + (startStep * AudioFormat.FramesPerOutput) - LeadFrames);
        Utterances++;
    }

    private void FeedUpTo(long end)
    {
        while (_next < end)
        {
            var room = _frames.AsSpan(0, (int)Math.Min(BlockFrames, end - _next) * AudioFormat.Bands);
            var count = _listener.History.CopyTo(_next, room, out _next);
            if (count == 0) return;
            _recognizer.Push(room[..(count * AudioFormat.Bands)]);
        }
    }

    private void EndUtterance()
    {
        var heard = _recognizer.Finish();
        if (_best is null || Rank(heard).CompareTo(Rank(_best)) > 0) _best = heard;
    }

    private static (RecognitionVerdict Verdict, double Confidence) Rank(Recognition recognition) =>
        (recognition.Verdict, recognition.Confidence);
}

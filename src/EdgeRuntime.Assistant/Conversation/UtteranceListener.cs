using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Conversation;

/// <summary>Follows one utterance after a wake phrase: feeds the recogniser from the history and asks the segmenter whether it is over.
/// One thread; allocates nothing per chunk.</summary>
internal sealed class UtteranceListener(FeatureHistory history, UtteranceSegmenter segmenter, Recognizer recognizer)
{
    /// <summary>Speech up to this long that means nothing yet is the tail of the wake phrase, or a cough.</summary>
    private static readonly TimeSpan Scrap = TimeSpan.FromMilliseconds(400);

    /// <summary>Silence after the wake phrase from which on the wish stands alone, 300 ms.</summary>
    private const int BreathFrames = 30;

    /// <summary>Silence before a wish that the recogniser gets along with it, 200 ms.</summary>
    private const int LeadFrames = 20;

    private readonly float[] _block = new float[AudioFormat.FramesPerSecond / 2 * AudioFormat.Bands]; // [50, 80]
    private PhoneGraph? _graph;
    private long _next; // first frame that the recogniser has not heard
    private long _fresh; // first frame at which a beginning of speech has nothing to do with the wake phrase
    private long _deadline; // frame by which somebody must have begun to speak

    /// <summary>First frame that the recogniser heard of the latest utterance.</summary>
    public long FirstFrame { get; private set; }

    /// <summary>True between <see cref="Begin"/> and the end.</summary>
    public bool IsActive => _graph is not null;

    /// <summary>Listens for one utterance; one that was being heard is forgotten.</summary>
    /// <param name="graph">What can be understood.</param>
    /// <param name="firstFrame">First frame for the recogniser.</param>
    /// <param name="patience">How long the wearer may take to begin.</param>
    public void Begin(PhoneGraph graph, long firstFrame, TimeSpan patience)
    {
        _deadline = history.NextFrame + (long)(patience.TotalSeconds * AudioFormat.FramesPerSecond);
        _fresh = history.NextFrame + BreathFrames;
        _graph = graph;
        Rewind(firstFrame);
        segmenter.Reset();
    }

    /// <summary>Takes 40 ms of voice activity in; true when the utterance is over.</summary>
    public bool Push(VoiceActivity activity, out SegmentKind why)
    {
        why = SegmentKind.None;
        if (_graph is null || activity.EndFrame <= _next)
        {
            return false;
        }

        Feed(activity.EndFrame);
        var said = recognizer.Hint;
        var segment = segmenter.Push(activity.Probability, said);
        why = segment.Kind;
        if (segment.Kind == SegmentKind.Started)
        {
            StartFresh(activity.EndFrame - ((segment.Step - segment.StartStep + 1) * AudioFormat.FramesPerOutput));
        }

        if (!segment.IsEnd)
        {
            return false;
        }

        // The wearer still has time to speak; the recogniser just hears on.
        var spoken = (segment.LastSpeechStep - segment.StartStep + 1) * UtteranceSegmenter.StepLength;
        if (segment.Kind != SegmentKind.NoSpeech && said == Completeness.Unfinished && spoken <= Scrap && activity.EndFrame < _deadline)
        {
            segmenter.Reset();
            return false;
        }

        return true;
    }

    /// <summary>Ends the utterance and says what it was.</summary>
    /// <param name="why">Why it is over.</param>
    public Recognition Finish(SegmentKind why)
    {
        _graph = null;
        return why == SegmentKind.NoSpeech ? Nothing : recognizer.Finish();
    }

    /// <summary>Hears what is left when the sound is over, and says how the utterance ended by that.</summary>
    public SegmentKind EndOfSound()
    {
        Feed(history.NextFrame);
        return segmenter.IsInUtterance ? SegmentKind.EndedUnfinished : SegmentKind.NoSpeech;
    }

    /// <summary>Gives the utterance up; nothing comes of it.</summary>
    public void Abandon() => _graph = null;

    private static Recognition Nothing { get; } = new(null, null, 0, 0, double.PositiveInfinity, 0, RecognitionVerdict.Silence);

    // A wish after a pause is recognised without the phrase and the pause before it.
    private void StartFresh(long speechBegan)
    {
        if (speechBegan >= _fresh)
        {
            var heard = _next;
            Rewind(Math.Max(speechBegan - LeadFrames, history.FirstFrame));
            Feed(heard);
        }
    }

    private void Rewind(long toFrame)
    {
        _next = toFrame;
        FirstFrame = toFrame;
        recognizer.Begin(_graph!);
    }

    private void Feed(long endFrame)
    {
        while (_next < endFrame)
        {
            var wanted = (int)Math.Min(endFrame - _next, _block.Length / AudioFormat.Bands);
            var count = history.CopyTo(_next, _block.AsSpan(0, wanted * AudioFormat.Bands), out var next);
            if (count == 0)
            {
                return;
            }

            recognizer.Push(_block.AsSpan(0, count * AudioFormat.Bands));
            _next = next;
        }
    }
}

using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>Follows one utterance after a wake phrase: feeds the recogniser from the history and asks the segmenter whether it is over.
/// One thread; allocates nothing per chunk.</summary>
internal sealed class UtteranceListener(FeatureHistory history, UtteranceSegmenter segmenter, Recognizer recognizer)
{
    private readonly float[] _block = new float[AudioFormat.FramesPerSecond / 2 * AudioFormat.Bands]; // [50, 80]
    private PhoneGraph? _graph;
    private long _next; // first frame that the recogniser has not heard
    private long _deadline; // frame by which somebody must have begun to speak

    /// <summary>True between <see cref="Begin"/> and the end.</summary>
    public bool IsActive => _graph is not null;

    /// <summary>Begins to listen.</summary>
    /// <param name="graph">What can be understood.</param>
    /// <param name="firstFrame">First frame after the wake phrase.</param>
    /// <param name="patience">How long the wearer may take to begin.</param>
    public void Begin(PhoneGraph graph, long firstFrame, TimeSpan patience)
    {
        _deadline = firstFrame + (long)(patience.TotalSeconds * AudioFormat.FramesPerSecond);
        Restart(graph, firstFrame);
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
        var hint = recognizer.Hint;
        var segment = segmenter.Push(activity.Probability, hint.IsComplete, hint.CouldContinue);
        why = segment.Kind;
        if (!segment.IsEnd)
        {
            return false;
        }

        // The tail of the wake phrase or a cough looks like a short utterance; the wearer still has time to speak.
        if (hint.SpokenFrames == 0 && segment.Kind != SegmentKind.NoSpeech && activity.EndFrame < _deadline)
        {
            Restart(_graph, activity.EndFrame);
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

    /// <summary>Hears what is left of the sound when the stream ends.</summary>
    public void FeedRest() => Feed(history.NextFrame);

    /// <summary>Stops listening.</summary>
    public void Abandon() => _graph = null;

    private static Recognition Nothing { get; } = new(null, null, 0, 0, double.PositiveInfinity, 0, RecognitionVerdict.Silence);

    private void Restart(PhoneGraph graph, long firstFrame)
    {
        _graph = graph;
        _next = firstFrame;
        recognizer.Begin(graph);
        segmenter.Reset();
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

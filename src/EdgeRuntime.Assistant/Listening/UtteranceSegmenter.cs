namespace EdgeRuntime.Assistant.Listening;

/// <summary>Decides where an utterance begins and ends, from plain numbers: it owns no clock and no device. Fed once per 40 ms of sound,
/// so that a file
/// read at a hundred times real time ends where the same sound from a microphone ends. After an end it stays silent until reset.</summary>
public sealed class UtteranceSegmenter
{
    /// <summary>Length of a step.</summary>
    public static readonly TimeSpan StepLength = TimeSpan.FromMilliseconds(40);

    private readonly int _stepsToStart;
    private readonly int _silenceCertain;
    private readonly int _silenceSettled;
    private readonly int _silenceComplete;
    private readonly int _silenceExtendable;
    private readonly int _silenceUnfinished;
    private readonly int _noSpeech;
    private readonly int _longest;
    private SpeechGate _lock;
    private int _step; // steps taken in
    private int _run; // unbroken steps of speech up to now
    private int _start;
    private int _lastSpeech;
    private bool _ended;

    /// <summary>Copies the settings.</summary>
    /// <exception cref="ArgumentException">The options do not validate.</exception>
    public UtteranceSegmenter(SegmenterOptions options)
    {
        OptionFailures.ThrowIfWrong(options.Validate());
        _lock = new SpeechGate(options.SpeechOn, options.SpeechOff);
        _stepsToStart = Steps(options.SpeechToStart);
        _silenceCertain = Steps(options.SilenceAfterCertain);
        _silenceSettled = Steps(options.SilenceAfterSettled);
        _silenceComplete = Steps(options.SilenceAfterComplete);
        _silenceExtendable = Steps(options.SilenceAfterExtendable);
        _silenceUnfinished = Steps(options.SilenceAfterUnfinished);
        _noSpeech = Steps(options.NoSpeech);
        _longest = Steps(options.Longest);
        Reset();
    }

    /// <summary>True between the start and the end of an utterance.</summary>
    public bool IsInUtterance => _start >= 0 && !_ended;

    /// <summary>Silence since the last speech of the utterance; zero outside one.</summary>
    public TimeSpan TrailingSilence => _start < 0 ? TimeSpan.Zero : (_step - 1 - _lastSpeech) * StepLength;

    /// <summary>Takes one step in.</summary>
    /// <param name="speechProbability">Of the voice activity model, 0..1.</param>
    /// <param name="said">How much of a command has been said so far.</param>
    public SegmentEvent Push(float speechProbability, Completeness said)
    {
        if (_ended)
        {
            return Event(SegmentKind.None);
        }

        _run = _lock.Push(speechProbability) ? _run + 1 : 0;
        _step++;
        var kind = _start < 0 ? Wait() : Listen(said);
        _ended = kind is not (SegmentKind.None or SegmentKind.Started);
        return Event(kind);
    }

    /// <summary>Waits for a new utterance.</summary>
    public void Reset()
    {
        _lock.Reset();
        (_step, _run, _start, _lastSpeech, _ended) = (0, 0, -1, -1, false);
    }

    private SegmentKind Wait()
    {
        if (_run >= _stepsToStart)
        {
            (_start, _lastSpeech) = (_step - _run, _step - 1);
            return SegmentKind.Started;
        }

        // Speech that has just begun is given the time to become an utterance.
        return _step >= _noSpeech && _run == 0 ? SegmentKind.NoSpeech : SegmentKind.None;
    }

    private SegmentKind Listen(Completeness said)
    {
        _lastSpeech = _run > 0 ? _step - 1 : _lastSpeech;
        var silence = _step - 1 - _lastSpeech;
        if (silence >= _silenceUnfinished)
        {
            return SegmentKind.EndedUnfinished;
        }

        if (silence >= Wanted(said))
        {
            return said == Completeness.Extendable ? SegmentKind.EndedExtendable : SegmentKind.EndedComplete;
        }

        return _step - _start >= _longest ? SegmentKind.TooLong : SegmentKind.None;
    }

    private int Wanted(Completeness said) => said switch
    {
        Completeness.Certain => _silenceCertain,
        Completeness.Settled => _silenceSettled,
        Completeness.Complete => _silenceComplete,
        Completeness.Extendable => _silenceExtendable,
        _ => _silenceUnfinished,
    };

    private SegmentEvent Event(SegmentKind kind) => new(kind, _start, _lastSpeech, Math.Max(0, _step - 1));

    private static int Steps(TimeSpan time) => (int)Math.Ceiling(time / StepLength);
}

using EdgeRuntime.Assistant.Understanding.Compiling;
using EdgeRuntime.Assistant.Understanding.Searching;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Finds the sentence of a context that fits the acoustic outputs best, frame by frame:
/// token passing over CTC states with beam and histogram pruning,
/// keeping two paths of different meaning per state so that the true runner-up is known at the end.</summary>
/// <remarks>One utterance at a time, one thread. <see cref="Advance"/> allocates nothing after <see cref="Begin"/>,
/// except that the history may double once when a context is unusually wordy. Memory stays flat however long the utterance is.</remarks>
public sealed partial class BeamDecoder
{
    /// <summary>States the table of the next frame may hold per state that stays after pruning.</summary>
    private const int GrowthPerFrame = 8;

    /// <summary>Spare history cells, so that sweeps are rare.</summary>
    private const int HistorySlack = 1 << 15;

    /// <summary>Most history cells reserved from the start; 12 bytes each.</summary>
    private const int HistoryLimit = 1 << 19;

    /// <summary>Scores below this are brought back to 0, far from where a float loses hundredths.</summary>
    private const float LowestScore = -4096;

    private readonly DecodingOptions _options;
    private readonly FrameScorer _scorer;
    private readonly float[] _scores = new float[FrameScorer.Width];
    private readonly HistoryPool _history = new();
    private readonly Background _background;
    private TokenTable _living = new();
    private TokenTable _next = new();
    private PhoneGraph? _graph;
    private CtcTables _tables = null!;
    private FreeLoop _free;
    private double _origin; // what Shift has taken from all scores

    /// <summary>Copies the settings, reserves nothing yet for contexts.</summary>
    /// <param name="background">What speech at large sounds like; null weighs against the free phone loop instead.</param>
    public BeamDecoder(DecodingOptions options, BackgroundModel? background = null)
    {
        _options = options with { };
        _background = new Background(background, options);
        _scorer = new FrameScorer(options);
    }

    /// <summary>Frames heard since <see cref="Begin"/>.</summary>
    public int Frames => _free.Frames;

    /// <summary>Frames whose best symbol was a phone.</summary>
    public int FreeFrames => _free.Spoken;

    /// <summary>States alive after the last frame.</summary>
    public int ActiveStates => _living.Count;

    /// <summary>Cells of the history, for tests of flatness.</summary>
    internal int HistoryCapacity => _history.Capacity;

    /// <summary>Begins an utterance in a context.</summary>
    public void Begin(PhoneGraph graph)
    {
        (_graph, _tables) = (graph, graph.Tables);
        var states = _tables.StateCount;
        var active = Math.Min(states, _options.MaxActive);
        var pairs = (int)Math.Min(states, (long)_options.MaxActive * GrowthPerFrame);
        _living.Reserve(states, pairs);
        _next.Reserve(states, pairs);
        _history.Reserve((int)Math.Min(2L * active * _tables.LongestOutput, HistoryLimit) + (2 * active) + HistorySlack);
        (_free, _origin) = (default, 0);
        _background.Begin();
        _living.Offer(state: 0, Token.Start);
    }

    /// <summary>Hears the next 40 ms; throws before <see cref="Begin"/>.</summary>
    /// <param name="logits">Raw acoustic outputs, [40].</param>
    public void Advance(ReadOnlySpan<float> logits)
    {
        if (_graph is null)
            throw new InvalidOperationException("Begin an utterance before it is heard.");
        _scorer.Score(logits, _scores);
        _free.Hear(_scorer.BestSymbol, _scorer.BestScore);
        _background.Advance(_scores);
        PassTokens();
        _next.Prune(Threshold());
        (_living, _next) = (_next, _living);
        RememberOutputs();
        if (_best < LowestScore)
            ShiftScores();
    }

    /// <summary>Ends the utterance. The decoder may go on with <see cref="Advance"/>: this only looks.</summary>
    public DecodedSentence Finish() =>
        new FinalReadings(_graph!, _options.SlotCost, _history, _background.Ends, _origin, _free).Read(_living.Pairs);

    private void RememberOutputs()
    {
        _history.MakeRoom(2 * _living.Count, _living.Pairs);
        foreach (ref var pair in _living.Pairs)
        {
            Remember(ref pair.First);
            if (pair.Second.Score > float.NegativeInfinity)
                Remember(ref pair.Second);
        }
    }

    private void Remember(ref Token token)
    {
        if (token.Output == 0)
            return;
        token.History = _history.Append(token.History, token.Output);
        token.Output = 0;
    }

    private void ShiftScores()
    {
        var by = -_best;
        _origin -= by;
        _background.Shift(by);
        foreach (ref var pair in _living.Pairs)
        {
            pair.First.Shift(by);
            pair.Second.Shift(by);
        }
    }
}

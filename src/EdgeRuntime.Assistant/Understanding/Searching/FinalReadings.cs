using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Understanding.Compiling;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>Picks the best sentence and the best one of another meaning from the paths that are alive at the end.</summary>
internal sealed class FinalReadings(
    PhoneGraph graph, float slotCost, HistoryPool history, BackgroundEnds background, double origin, FreeLoop free)
{
    /// <summary>Readings looked at: hashes may differ where the meaning does not ("a hundred" and "one hundred").</summary>
    private const int MaxReadings = 12;

    private readonly List<Token> _readings = []; // best first, meanings distinct by hash

    /// <summary>Reads the end of an utterance.</summary>
    public DecodedSentence Read(ReadOnlySpan<TokenPair> living)
    {
        Collect(living);
        if (_readings.Count == 0)
            return new DecodedSentence(null, null, MeasureUnfinished(living));
        var path = OutputsOf(_readings[0]);
        var best = graph.Interpret(path);
        var (runnerUp, margin) = FindOther(best);
        return new DecodedSentence(best, runnerUp, Measure(_readings[0], CountWords(path), margin)) { Path = path };
    }

    private RecognitionEvidence MeasureUnfinished(ReadOnlySpan<TokenPair> living)
    {
        var best = Token.Empty;
        foreach (ref readonly var pair in living)
            best = pair.First.Score > best.Score ? pair.First : best;
        return Measure(best, words: 0, margin: 0);
    }

    private void Collect(ReadOnlySpan<TokenPair> living)
    {
        foreach (ref readonly var pair in living)
        {
            var inBlank = graph.Tables.PhoneOf[pair.State] == Phones.Blank;
            foreach (var final in graph.Tables.FinalsOf(graph.Tables.NodeOf[pair.State]))
            {
                Add(pair.First, inBlank, final);
                if (pair.Second.Score > float.NegativeInfinity)
                    Add(pair.Second, inBlank, final);
            }
        }
    }

    private void Add(Token token, bool inBlank, int final)
    {
        token.End(inBlank, background.Best);
        if (final != 0)
            token.Say(final, graph.Tables.Outputs, slotCost);
        for (var i = 0; i < _readings.Count; i++)
        {
            if (!_readings[i].Means(token))
                continue;
            if (_readings[i].Score >= token.Score)
                return;
            _readings.RemoveAt(i);
            break;
        }

        var place = _readings.FindIndex(other => other.Score < token.Score);
        _readings.Insert(place < 0 ? _readings.Count : place, token);
        if (_readings.Count > MaxReadings)
            _readings.RemoveAt(MaxReadings);
    }

    private int[] OutputsOf(in Token token) =>
        token.Output == 0 ? history.OutputsTo(token.History) : [.. history.OutputsTo(token.History), token.Output];

    private (Interpretation? RunnerUp, double Margin) FindOther(Interpretation best)
    {
        foreach (var reading in _readings.Skip(1))
        {
            var other = graph.Interpret(OutputsOf(reading));
            if (!best.MeansTheSameAs(other))
                return (other, (_readings[0].Score - reading.Score) / Math.Max(1, _readings[0].Spoken));
        }

        return (null, double.PositiveInfinity);
    }

    private int CountWords(int[] outputs)
    {
        var words = 0;
        foreach (var output in outputs)
        {
            foreach (var step in graph.Tables.Outputs.StepsOf(output))
                words += step >= 0 ? 1 : 0;
        }

        return words;
    }

    private RecognitionEvidence Measure(in Token best, int words, double margin)
    {
        var own = best.Score - best.Wildcard - best.Choice;
        var over = own - (background.Best - best.WildcardBackground);
        return new RecognitionEvidence(
            (own + origin) / Math.Max(1, best.Spoken), best.WorstWord, best.WorstGap, margin, best.Spoken, free.Spoken, free.Frames, words)
        {
            Over = over,
            WorstOver = Math.Min(best.WorstOver, over),
            WorstPhone = best.WorstPhone,
            BadPhones = best.BadPhones,
            Phones = best.Phones,
            OverSounds = own - (background.Sounds - best.WildcardBackground),
            Gaps = best.Gaps,
            FreePhones = free.Phones,
            FreeSpan = free.Span,
            FreeScore = free.Score,
            LogSentences = graph.Tables.LogSentences,
        };
    }
}

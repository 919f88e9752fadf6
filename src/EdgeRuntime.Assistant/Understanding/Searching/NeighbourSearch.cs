using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Understanding.Compiling;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>Finds the readings that are near the best one of an utterance: every other way through one slot, or past it, with the best
/// path for each; exact but for the beam. One utterance at a time, one thread.</summary>
/// <remarks>The search of <see cref="BeamDecoder"/> again, with a path for every meaning in every state instead of two, and without
/// the paths that have more changes than are asked for. Borders of words are free: what is said in one slot may shorten the next.</remarks>
/// <param name="options">Settings of the decoder.</param>
/// <param name="beam">Paths this many nats below the best one are dropped.</param>
/// <param name="mostChanges">Slots (the intent counts as one) in which a reading may differ from the best one.</param>
internal sealed class NeighbourSearch(DecodingOptions options, float beam = NeighbourSearch.UsualBeam, int mostChanges = 1)
{
    /// <summary>Readings given at most.</summary>
    public const int Most = 200;

    private const float UsualBeam = 14; // 0.15 of what an expert tells apart, some 90 nat, is less

    private readonly FrameScorer _scorer = new(options);
    private readonly float[] _scores = new float[FrameScorer.Width];
    private readonly HistoryPool _history = new();
    private NeighbourTable _living = new();
    private NeighbourTable _next = new();
    private CtcTables _tables = null!;
    private ulong[] _known = []; // hashes of the best reading's intent and slots
    private float _best; // highest score in the next frame so far

    /// <summary>Paths of the last utterance that found no room, so that readings may be missing.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Readings near the best one, itself among them, the best first.</summary>
    /// <param name="graph">What can be said.</param>
    /// <param name="logits">Raw acoustic outputs of the whole utterance, [frames, 40].</param>
    /// <param name="best">What the arcs of the best reading say, in order.</param>
    public IReadOnlyList<Neighbour> Read(PhoneGraph graph, ReadOnlySpan<float> logits, ReadOnlySpan<int> best)
    {
        _tables = graph.Tables;
        _known = HashesOf(best);
        _living.Reserve(_tables.StateCount);
        _next.Reserve(_tables.StateCount);
        _history.Reserve(NeighbourTable.Capacity);
        _living.Offer(state: 0, default);
        for (var at = 0; at < logits.Length; at += Phones.Count) Advance(logits.Slice(at, Phones.Count));
        LeftOut = Math.Max(_living.LeftOut, _next.LeftOut);
        return Interpreted(graph, Ends(), graph.Interpret(best));
    }

    private void Advance(ReadOnlySpan<float> logits)
    {
        _scorer.Score(logits, _scores);
        _next.Clear();
        _best = BestStay();
        for (var place = 0; place < _living.Count; place++)
        {
            for (var at = _living.HeadAt(place); at >= 0; at = _living.At(at).Next) Pass(_living.StateAt(place), _living.At(at));
        }

        _next.Prune(_best - beam);
        (_living, _next) = (_next, _living);
        RememberOutputs();
    }

    // A bound from the start keeps the beam tight whatever the order of the states.
    private float BestStay()
    {
        var best = float.NegativeInfinity;
        for (var place = 0; place < _living.Count; place++)
        {
            best = MathF.Max(best, _living.At(_living.HeadAt(place)).Score + _scores[_tables.PhoneOf[_living.StateAt(place)]]);
        }

        return best;
    }

    private void Pass(int state, in NeighbourToken from)
    {
        var (phone, node) = (_tables.PhoneOf[state], _tables.NodeOf[state]);
        Place(state, from, _scores[phone]);
        if (phone != Phones.Blank) Place(node, from, _scores[Phones.Blank]);
        foreach (ref readonly var arc in _tables.ArcsFrom(node))
        {
            if (arc.Phone == phone && phone != PhoneGraph.AnyPhone) continue; // CTC: the same phone twice needs a blank between
            var score = _scores[arc.Phone == PhoneGraph.AnyPhone ? FrameScorer.WildcardEntry : arc.Phone];
            if (from.Score + score < _best - beam) continue;
            var token = from;
            token.Say(arc.Output, _tables.Outputs, options.SlotCost, _known);
            if (token.Changes <= mostChanges) Place(arc.Target, token, score);
        }
    }

    private void Place(int state, NeighbourToken token, float score)
    {
        token.Score += score;
        if (token.Score < _best - beam) return;
        _best = MathF.Max(_best, token.Score);
        _next.Offer(state, token);
    }

    private void RememberOutputs()
    {
        _history.Grow(NeighbourTable.Capacity);
        for (var place = 0; place < _living.Count; place++)
        {
            for (var at = _living.HeadAt(place); at >= 0; at = _living.At(at).Next)
            {
                ref var token = ref _living.At(at);
                if (token.Output == 0) continue;
                (token.History, token.Output) = (_history.Append(token.History, token.Output), 0);
            }
        }
    }

    private List<(float Score, int[] Path)> Ends()
    {
        var ends = _next; // of one state
        ends.Clear();
        for (var place = 0; place < _living.Count; place++)
        {
            foreach (var final in _tables.FinalsOf(_tables.NodeOf[_living.StateAt(place)]))
            {
                for (var at = _living.HeadAt(place); at >= 0; at = _living.At(at).Next)
                {
                    var token = _living.At(at);
                    token.Say(final, _tables.Outputs, options.SlotCost, _known);
                    if (token.Changes <= mostChanges) ends.Offer(state: 0, token);
                }
            }
        }

        var found = new List<(float, int[])>();
        for (var at = ends.Count == 0 ? -1 : ends.HeadAt(0); at >= 0; at = ends.At(at).Next)
        {
            var (history, output) = (_history.OutputsTo(ends.At(at).History), ends.At(at).Output);
            found.Add((ends.At(at).Score, output == 0 ? history : [.. history, output]));
        }

        return found;
    }

    // Hashes may differ where the meaning does not ("a hundred" and "one hundred").
    private List<Neighbour> Interpreted(PhoneGraph graph, List<(float Score, int[] Path)> ends, Interpretation best)
    {
        var found = new List<Neighbour>();
        foreach (var (score, path) in ends)
        {
            if (found.Count == Most) break;
            var reading = graph.Interpret(path);
            if (Changes(best, reading) <= mostChanges && !found.Exists(other => other.Reading.MeansTheSameAs(reading)))
            {
                found.Add(new Neighbour(reading, score) { Path = path });
            }
        }

        return found;
    }

    // A slot that is there in one of them alone counts too, which the search does not see where it is missing.
    private static int Changes(Interpretation one, Interpretation other) =>
        (one.Intent == other.Intent ? 0 : 1)
        + one.Slots.Keys.Union(other.Slots.Keys).Count(name =>
            !one.Slots.TryGetValue(name, out var left) || !other.Slots.TryGetValue(name, out var right) || left != right);

    private ulong[] HashesOf(ReadOnlySpan<int> path)
    {
        var (said, hashes) = (default(PathMeaning), new List<ulong>());
        foreach (var output in path)
        {
            foreach (ref readonly var op in _tables.Outputs.MeaningOf(output))
            {
                if (said.Apply(op) is not 0 and var gained) hashes.Add(gained);
            }
        }

        return [.. hashes];
    }
}

using EdgeRuntime.Assistant.Understanding.Compiling;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Assistant.Understanding.Searching;

namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>Finds the best reading of an utterance in a whole context by the states that phones have without a context: what a GMM-HMM
/// alone would have understood, but for its triphones. One utterance at a time, one thread.</summary>
/// <remarks>Free words of a wildcard have no states; a reading with them is never found.</remarks>
/// <param name="tables">The states of the phones.</param>
internal sealed class StateSearch(TriphoneTables tables)
{
    private const float Beam = 110; // nats; a narrow one costs 15 points of read sentences
    private const int Wanted = 4000; // states alive, above which the beam of the next frame is narrower
    private const float Narrower = 0.9f, Wider = 1.02f;

    private readonly float[] _scores = new float[tables.Phones.Length * TriphoneTables.Places];
    private readonly HistoryPool _history = new();
    private StateTokens _living = new();
    private StateTokens _next = new();
    private CtcTables _graph = null!;
    private double _free; // sum of the best states of all frames
    private float _best; // highest score in the next frame so far
    private float _beam;

    /// <summary>Log density in nats of the utterance by the best state of every frame, whatever stands beside it.</summary>
    public double FreeScore => _free;

    /// <summary>What the arcs of the best path say, in order; null where no sentence ends with the utterance.</summary>
    public int[]? Read(PhoneGraph graph, SenoneScores heard)
    {
        _graph = graph.Tables;
        var states = _graph.StateCount * TriphoneTables.Places;
        _living.Reserve(states);
        _next.Reserve(states);
        _history.Reserve(StateTokens.Capacity);
        (_beam, _free) = (Beam, 0);
        for (var t = 0; t < heard.Frames; t++)
        {
            ScoreFrame(heard, t);
            Advance(t == 0);
        }

        return End();
    }

    private void ScoreFrame(SenoneScores heard, int t)
    {
        var best = float.NegativeInfinity;
        for (var phone = 0; phone < tables.Phones.Length; phone++)
        {
            for (var place = 0; place < TriphoneTables.Places; place++)
            {
                var score = phone == tables.Silence ? heard.ScoreSilence(place, t) : heard.Score(tables.Alone(phone) + place, t);
                _scores[(phone * TriphoneTables.Places) + place] = score;
                best = MathF.Max(best, score);
            }
        }

        _free += best;
        foreach (ref var score in _scores.AsSpan()) score -= best;
    }

    private void Advance(bool isFirst)
    {
        _next.Clear();
        _best = float.NegativeInfinity;
        if (isFirst)
        {
            Place(state: 0, new StateToken(0, 0, HistoryPool.Root, 0, true), tables.Silence, place: 0, 0);
            Enter(node: 0, new StateToken(0, 0, HistoryPool.Root, 0, false), 0);
        }
        else
        {
            _best = BestStay();
            foreach (ref readonly var token in _living.All) Pass(token);
        }

        _next.Prune(_best - _beam);
        _beam = MathF.Min(Beam, _beam * (_next.Count > Wanted ? Narrower : Wider));
        (_living, _next) = (_next, _living);
        RememberOutputs();
    }

    // A bound from the start keeps the beam tight whatever the order of the states.
    private float BestStay()
    {
        var best = float.NegativeInfinity;
        foreach (ref readonly var token in _living.All)
        {
            var (phone, place) = (PhoneAt(token.State / TriphoneTables.Places), token.State % TriphoneTables.Places);
            best = MathF.Max(best, token.Score + tables.Stay(phone, place) + _scores[(phone * TriphoneTables.Places) + place]);
        }

        return best;
    }

    private void Pass(in StateToken from)
    {
        var (state, place) = (from.State / TriphoneTables.Places, from.State % TriphoneTables.Places);
        var phone = PhoneAt(state);
        Place(state, from, phone, place, from.Score + tables.Stay(phone, place));
        var left = from.Score + tables.Leave(phone, place);
        if (place < TriphoneTables.Places - 1)
        {
            Place(state, from, phone, place + 1, left);
            return;
        }

        var node = _graph.NodeOf[state];
        if (from.EndsWord && state != node) Place(node, from, tables.Silence, place: 0, left - HmmCosts.Silence);
        Enter(node, from, left - (from.EndsWord ? HmmCosts.Word : 0));
    }

    private void Enter(int node, in StateToken before, float score)
    {
        if (score < _best - _beam) return; // no frame adds to a score
        foreach (ref readonly var arc in _graph.ArcsFrom(node))
        {
            if (arc.Phone == PhoneGraph.AnyPhone) continue;
            var token = before with { Output = arc.Output, EndsWord = _graph.Outputs.EndsWord(arc.Output) };
            Place(arc.Target, token, tables.OfSymbol[arc.Phone], place: 0, score);
        }
    }

    private void Place(int state, in StateToken token, int phone, int place, float score)
    {
        score += _scores[(phone * TriphoneTables.Places) + place];
        if (score < _best - _beam) return;
        _best = MathF.Max(_best, score);
        _next.Offer(token with { State = (state * TriphoneTables.Places) + place, Score = score });
    }

    private int PhoneAt(int state) => state < _graph.NodeCount ? tables.Silence : tables.OfSymbol[_graph.PhoneOf[state]];

    private void RememberOutputs()
    {
        _history.Grow(_living.Count);
        foreach (ref var token in _living.All)
        {
            if (token.Output != 0) token = token with { History = _history.Append(token.History, token.Output), Output = 0 };
        }
    }

    private int[]? End()
    {
        var (best, path) = (float.NegativeInfinity, default(int[]));
        foreach (ref readonly var token in _living.All)
        {
            var state = token.State / TriphoneTables.Places;
            var finals = _graph.FinalsOf(_graph.NodeOf[state]);
            if (token.State % TriphoneTables.Places != TriphoneTables.Places - 1 || !token.EndsWord || finals.Length == 0) continue;
            var score = token.Score + tables.Leave(PhoneAt(state), TriphoneTables.Places - 1);
            if (score <= best) continue;
            (best, path) = (score, _history.OutputsTo(token.History));
            if (finals[0] != 0) path = [.. path, finals[0]];
        }

        return path;
    }
}

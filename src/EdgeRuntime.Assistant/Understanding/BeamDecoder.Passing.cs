using EdgeRuntime.Assistant.Understanding.Compiling;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Assistant.Understanding.Searching;

namespace EdgeRuntime.Assistant.Understanding;

// The inner loop: tokens of the last frame move on by one symbol.
public sealed partial class BeamDecoder
{
    private float _best; // highest score in the next frame so far
    private float _pruned; // threshold raised because the table was full
    private BackgroundStep _step; // what any speech scores

    private void PassTokens()
    {
        _step = _background.Step;
        _next.Clear();
        (_best, _pruned) = (float.NegativeInfinity, float.NegativeInfinity);
        var pairs = _living.Pairs;
        var leader = LeaderOf(pairs);
        if (leader >= 0)
            Pass(pairs[leader]); // first, so that the beam is tight for the others
        for (var i = 0; i < pairs.Length; i++)
        {
            if (i != leader)
                Pass(pairs[i]);
        }
    }

    private static int LeaderOf(ReadOnlySpan<TokenPair> pairs)
    {
        var leader = -1;
        var best = float.NegativeInfinity;
        for (var i = 0; i < pairs.Length; i++)
        {
            if (pairs[i].First.Score > best)
                (leader, best) = (i, pairs[i].First.Score);
        }

        return leader;
    }

    private void Pass(in TokenPair pair)
    {
        var phone = _tables.PhoneOf[pair.State];
        var node = _tables.NodeOf[pair.State];
        var hasSecond = pair.Second.Score > float.NegativeInfinity;
        Stay(pair.State, phone, node, pair.First);
        if (hasSecond)
            Stay(pair.State, phone, node, pair.Second);
        foreach (ref readonly var arc in _tables.ArcsFrom(node))
        {
            if (arc.Phone == phone && phone != PhoneGraph.AnyPhone)
                continue; // CTC: the same phone twice needs a blank between
            Enter(arc, phone, pair.First);
            if (hasSecond)
                Enter(arc, phone, pair.Second);
        }
    }

    private void Stay(int state, byte phone, int node, in Token from)
    {
        var score = _scores[phone];
        if (IsWorth(from.Score + score))
        {
            var token = from;
            if (phone == Phones.Blank)
                token.StayBlank(score);
            else
                token.StayInPhone(phone, score, _step);
            Place(state, token);
        }

        if (phone == Phones.Blank || !IsWorth(from.Score + _scores[Phones.Blank]))
            return;
        var pause = from;
        pause.EnterBlank(_scores[Phones.Blank]);
        Place(node, pause);
    }

    private void Enter(in CtcArc arc, byte fromPhone, in Token from)
    {
        var score = _scores[arc.Phone == PhoneGraph.AnyPhone ? FrameScorer.WildcardEntry : arc.Phone];
        if (!IsWorth(from.Score + score))
            return;
        var token = from;
        token.EnterPhone(fromPhone == Phones.Blank, arc.Phone, score, _step);
        if (arc.Output != 0)
            token.Say(arc.Output, _tables.Outputs, _options.SlotCost);
        Place(arc.Target, token);
    }

    private bool IsWorth(float score) => score >= _best - _options.Beam && score >= _pruned;

    private void Place(int state, in Token token)
    {
        if (token.Score > _best)
            _best = token.Score;
        if (_next.IsFull && _next.Count < _tables.StateCount && !MakeRoom())
            return; // more equal scores than places
        _next.Offer(state, token);
    }

    private bool MakeRoom()
    {
        _pruned = Threshold();
        _next.Prune(_pruned);
        return !_next.IsFull;
    }

    private float Threshold()
    {
        var beam = _best - _options.Beam;
        return _next.Count > _options.MaxActive ? MathF.Max(beam, _next.ThresholdFor(_options.MaxActive, _best, beam)) : beam;
    }
}

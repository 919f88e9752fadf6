namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>Scores several wordings of one utterance by the states that their phones have in their contexts: the best path of each, exact
/// but for the beam.</summary>
/// <param name="tables">The states of the phones.</param>
internal sealed class TriphoneScorer(TriphoneTables tables)
{
    private const float Beam = 150; // nats

    private float[] _now = []; // [copies, 3] nats, those alive of them
    private float[] _next = [];
    private int[] _touched = []; // [copies] the frame for which a copy of _next was written first
    private List<int> _living = [];
    private List<int> _entered = [];
    private TriphoneNetwork _network = null!;
    private SenoneScores _heard = null!;

    /// <summary>Scores the wordings that a network holds.</summary>
    /// <param name="network">What can be read.</param>
    /// <param name="heard">The utterance.</param>
    /// <param name="scores">Log densities in nats by wording; -infinity where the utterance is too short for it, or it lies far
    /// behind.</param>
    public void Score(TriphoneNetwork network, SenoneScores heard, Span<double> scores)
    {
        (_network, _heard) = (network, heard);
        scores.Fill(double.NegativeInfinity);
        if (heard.Frames == 0) return;
        Reserve(network.Copies.Count);
        var origin = Begin();
        for (var t = 1; t < heard.Frames; t++)
        {
            Advance(t);
            origin += Settle(t);
        }

        foreach (var (copy, wording) in network.Ends)
        {
            if (_touched[copy] != heard.Frames - 1) continue;
            var score = origin + _now[(3 * copy) + 2] + tables.Leave(network.Copies[copy].Phone, 2);
            scores[wording] = Math.Max(scores[wording], score);
        }
    }

    private void Reserve(int copies)
    {
        if (_touched.Length < copies) (_now, _next, _touched) = (new float[3 * copies], new float[3 * copies], new int[copies]);
        Array.Fill(_touched, -1);
        _living.Clear();
        _entered.Clear();
    }

    private double Begin()
    {
        foreach (var copy in _network.Beginnings) Offer(copy, 0, 0, t: 0);
        return Settle(0);
    }

    private void Advance(int t)
    {
        foreach (var copy in _living)
        {
            var phone = _network.Copies[copy].Phone;
            var own = _now.AsSpan(3 * copy, 3);
            Offer(copy, 0, own[0] + tables.Stay(phone, 0), t);
            Offer(copy, 1, MathF.Max(own[1] + tables.Stay(phone, 1), own[0] + tables.Leave(phone, 0)), t);
            Offer(copy, 2, MathF.Max(own[2] + tables.Stay(phone, 2), own[1] + tables.Leave(phone, 1)), t);
            var left = own[2] + tables.Leave(phone, 2);
            if (left < -Beam) continue;
            foreach (var (to, cost) in _network.EdgesFrom(copy)) Offer(to, 0, left - cost, t);
        }
    }

    private void Offer(int copy, int place, float score, int t)
    {
        if (_touched[copy] != t)
        {
            _touched[copy] = t;
            _next.AsSpan(3 * copy, 3).Fill(float.NegativeInfinity);
            _entered.Add(copy);
        }

        ref var own = ref _next[(3 * copy) + place];
        own = MathF.Max(own, score);
    }

    // Adds what the frame says of the states, drops what lies far behind and makes the best score 0 again.
    private float Settle(int t)
    {
        var best = float.NegativeInfinity;
        foreach (var copy in _entered)
        {
            var states = _network.Copies[copy];
            var own = _next.AsSpan(3 * copy, 3);
            for (var place = 0; place < own.Length; place++)
            {
                if (!float.IsFinite(own[place])) continue;
                own[place] += Heard(states, place, t);
                best = MathF.Max(best, own[place]);
            }
        }

        _living.Clear();
        foreach (var copy in _entered)
        {
            var isAlive = false;
            foreach (ref var score in _next.AsSpan(3 * copy, 3))
            {
                score -= best;
                isAlive |= score >= -Beam;
            }

            if (isAlive) _living.Add(copy);
        }

        _entered.Clear();
        (_now, _next) = (_next, _now);
        return best;
    }

    private float Heard(in TriphoneCopy copy, int place, int t) =>
        copy.Phone == tables.Silence ? _heard.ScoreSilence(place, t)
        : _heard.Score(place switch { 0 => copy.State0, 1 => copy.State1, _ => copy.State2 }, t);
}

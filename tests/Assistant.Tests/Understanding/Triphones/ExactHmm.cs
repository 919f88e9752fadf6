using EdgeRuntime.Assistant.Understanding.Triphones;

namespace Assistant.Tests.Understanding.Triphones;

/// <summary>The best path of one saying through the states of its triphones, by trying out every way to pause.</summary>
internal static class ExactHmm
{
    /// <summary>Log density in nats; -infinity where the utterance is too short.</summary>
    public static double Score(Language.Saying saying, TriphoneTables tables, SenoneScores heard)
    {
        var borders = saying.WordEnds.Length + 1;
        var best = double.NegativeInfinity;
        for (var pauses = 0; pauses < 1 << borders; pauses++) best = Math.Max(best, Score(saying, tables, heard, pauses));
        return best;
    }

    private static double Score(Language.Saying saying, TriphoneTables tables, SenoneScores heard, int pauses)
    {
        var silence = tables.Silence;
        var sequence = new List<(int Phone, int[]? States, double Cost)>();
        if ((pauses & 1) != 0) sequence.Add((silence, null, 0));
        for (var (word, begin) = (0, 0); word < saying.WordEnds.Length; begin = saying.WordEnds[word++])
        {
            var end = saying.WordEnds[word];
            for (var i = begin; i < end; i++)
            {
                var position = (i == begin, i == end - 1) switch
                {
                    (true, true) => WordPosition.Single,
                    (true, false) => WordPosition.Begin,
                    (false, true) => WordPosition.End,
                    _ => WordPosition.Inside,
                };
                var phone = Phone(i);
                var left = i > begin || (word > 0 && (pauses & (1 << word)) == 0) ? Phone(i - 1) : silence;
                var isLast = i == saying.Phones.Length - 1;
                var right = i < end - 1 || (!isLast && (pauses & (1 << (word + 1))) == 0) ? Phone(i + 1) : silence;
                var cost = i == begin && sequence.Count > 0 ? HmmCosts.Word : 0;
                var states = Enumerable.Range(0, 3).Select(place => tables.StateOf(position, phone, left, right, place));
                sequence.Add((phone, [.. states], cost));
            }

            if ((pauses & (1 << (word + 1))) != 0) sequence.Add((silence, null, HmmCosts.Silence));
        }

        return Viterbi(sequence, tables, heard);

        int Phone(int i) => tables.OfSymbol[saying.Phones[i]];
    }

    private static double Viterbi(List<(int Phone, int[]? States, double Cost)> sequence, TriphoneTables tables, SenoneScores heard)
    {
        var now = new double[3 * sequence.Count];
        Array.Fill(now, double.NegativeInfinity);
        for (var t = 0; t < heard.Frames; t++)
        {
            var next = new double[now.Length];
            for (var i = 0; i < now.Length; i++)
            {
                var (phone, states, cost) = sequence[i / 3];
                var stayed = now[i] + tables.Stay(phone, i % 3);
                var came = i == 0 ? (t == 0 ? 0 : double.NegativeInfinity)
                    : now[i - 1] + tables.Leave(sequence[(i - 1) / 3].Phone, (i - 1) % 3) - (i % 3 == 0 ? cost : 0);
                var density = states is null ? heard.ScoreSilence(i % 3, t) : heard.Score(states[i % 3], t);
                next[i] = Math.Max(stayed, came) + density;
            }

            now = next;
        }

        return now[^1] + tables.Leave(sequence[^1].Phone, 2);
    }
}

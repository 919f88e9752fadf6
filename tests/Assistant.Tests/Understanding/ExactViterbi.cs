using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace Assistant.Tests.Understanding;

/// <summary>The plain definition that the decoder must agree with: every saying of the context is aligned on its own by dense CTC Viterbi
/// in double precision, without beam, sharing or recombination between sayings.</summary>
internal static class ExactViterbi
{
    /// <summary>A saying with its best alignment.</summary>
    public sealed record Aligned(Language.Saying Saying, double Score, double Wildcard, int Spoken, double WorstWord, double WorstGap);

    /// <summary>Log-probabilities relative to the best symbol of each frame, [frames][42] as the decoder has them.</summary>
    public static double[][] Scores(float[][] logits, DecodingOptions options) => [.. logits.Select(frame =>
    {
        double[] scaled = [.. frame.Select((logit, i) => logit * options.Temperature - (i == 0 ? options.BlankPenalty : 0))];
        var sum = scaled.Sum(Math.Exp);
        double[] log = [.. scaled.Select(x => Math.Log((1 - options.UniformMix) * Math.Exp(x) / sum + options.UniformMix / 40))];
        var best = log.Max();
        double[] relative = [.. log.Select(x => x - best)];
        return (double[])[.. relative, -options.WildcardCost, relative.Skip(1).Max() - options.WildcardCost];
    })];

    /// <summary>The best alignment of a saying; null when it has more phones than there are frames.</summary>
    public static Aligned? Align(Language.Saying saying, double[][] scores)
    {
        var labels = Extended(saying.Phones); // [2 phones + 1], blanks at even places
        var (frames, states) = (scores.Length, labels.Length);
        var best = new double[frames, states];
        var from = new int[frames, states];
        for (var t = 0; t < frames; t++)
        {
            for (var s = 0; s < states; s++)
                (best[t, s], from[t, s]) = Best(best, labels, scores, t, s);
        }

        var last = states > 1 && best[frames - 1, states - 2] > best[frames - 1, states - 1] ? states - 2 : states - 1;
        if (double.IsNegativeInfinity(best[frames - 1, last]))
            return null;
        var path = new int[frames];
        for (var t = frames - 1; t >= 0; t--)
        {
            path[t] = last;
            last = from[t, last];
        }

        return Measure(saying, labels, scores, path);
    }

    private static byte[] Extended(byte[] phones) => [0, .. phones.SelectMany(phone => (byte[])[phone, 0])];

    private static (double, int) Best(double[,] best, byte[] labels, double[][] scores, int t, int s)
    {
        // before the first frame: the first blank
        double Before(int state) => t > 0 ? best[t - 1, state] : state == 0 ? 0 : double.NegativeInfinity;
        var candidates = new List<(double Score, int From)> { (Before(s) + scores[t][labels[s]], s) };
        if (t == 0 && s == 0)
            return candidates[0];
        var entry = scores[t][labels[s] == 40 ? 41 : labels[s]];
        if (s >= 1)
            candidates.Add((Before(s - 1) + entry, s - 1));
        if (s >= 2 && labels[s] != 0 && (labels[s] != labels[s - 2] || labels[s] == 40))
            candidates.Add((Before(s - 2) + entry, s - 2));
        return candidates.MaxBy(candidate => candidate.Score);
    }

    private static Aligned Measure(Language.Saying saying, byte[] labels, double[][] scores, int[] path)
    {
        double total = 0, wildcard = 0, word = 0, worstWord = 0, gap = 0, worstGap = 0;
        int spoken = 0, inWord = 0, before = 0;
        for (var t = 0; t < path.Length; t++)
        {
            var (state, label) = (path[t], labels[path[t]]);
            var entered = state != before;
            if (entered && label != 0 && saying.WordEnds.Contains(state / 2)) // a word ends behind that many phones
            {
                worstWord = Math.Min(worstWord, word / Math.Max(inWord, 3));
                (word, inWord) = (0, 0);
            }

            if (label != 0)
                gap = 0;
            var score = scores[t][label == 40 && entered ? 41 : label];
            (total, wildcard) = (total + score, label == 40 ? wildcard + score : wildcard);
            word += label == 40 ? 0 : score;
            (spoken, inWord) = label is not (0 or 40) ? (spoken + 1, inWord + 1) : (spoken, inWord);
            gap += label == 0 ? score : 0;
            worstGap = Math.Min(worstGap, gap);
            before = state;
        }

        worstWord = Math.Min(worstWord, word / Math.Max(inWord, 3));
        return new Aligned(saying, total, wildcard, spoken, worstWord, worstGap);
    }
}

namespace EdgeRuntime.Inference.Speech;

/// <summary>CTC prefix beam search over a short output, for the letters-to-phones model.</summary>
/// <remarks>Graves, "Sequence transduction with recurrent neural networks", 2012; blank is symbol 0.</remarks>
internal static class CtcBeam
{
    private const int Width = 8;
    private const int SymbolsPerStep = 8;
    private const int Keep = 2;

    private sealed record Score(double Blank, double Last)
    {
        public static Score None { get; } = new(double.NegativeInfinity, double.NegativeInfinity);

        public double Total => Add(Blank, Last);
    }

    /// <summary>The two likeliest symbol sequences, best first, none empty.</summary>
    /// <param name="logits">[steps, symbols], any scale: normalised here.</param>
    /// <param name="symbols">Size of the alphabet with the blank.</param>
    public static IReadOnlyList<byte[]> Best(ReadOnlySpan<float> logits, int symbols)
    {
        var beams = new Dictionary<string, Score> { [""] = new(0, double.NegativeInfinity) }; // key: one char per symbol
        for (var at = 0; at + symbols <= logits.Length; at += symbols)
        {
            beams = Advance(beams, logits.Slice(at, symbols)).OrderByDescending(beam => beam.Value.Total).Take(Width).ToDictionary();
        }

        return
        [
            .. beams.Where(beam => beam.Key.Length > 0).OrderByDescending(beam => beam.Value.Total).Take(Keep)
                .Select(beam => beam.Key.Select(symbol => (byte)symbol).ToArray()),
        ];
    }

    private static Dictionary<string, Score> Advance(Dictionary<string, Score> beams, ReadOnlySpan<float> row)
    {
        var probabilities = LogSoftmax(row);
        var likely = Enumerable.Range(0, probabilities.Length)
            .OrderByDescending(symbol => probabilities[symbol]).Take(SymbolsPerStep).ToArray();
        var next = new Dictionary<string, Score>();
        foreach (var (prefix, score) in beams)
        {
            foreach (var symbol in likely)
            {
                Extend(next, prefix, score, (char)symbol, probabilities[symbol]);
            }
        }

        return next;
    }

    private static void Extend(Dictionary<string, Score> next, string prefix, Score score, char symbol, double step)
    {
        if (symbol == 0)
        {
            Merge(next, prefix, score.Total + step, double.NegativeInfinity);
        }
        else if (prefix.Length > 0 && prefix[^1] == symbol)
        {
            Merge(next, prefix, double.NegativeInfinity, score.Last + step);
            Merge(next, prefix + symbol, double.NegativeInfinity, score.Blank + step);
        }
        else
        {
            Merge(next, prefix + symbol, double.NegativeInfinity, score.Total + step);
        }
    }

    private static void Merge(Dictionary<string, Score> next, string prefix, double blank, double last)
    {
        var before = next.GetValueOrDefault(prefix, Score.None);
        next[prefix] = new Score(Add(before.Blank, blank), Add(before.Last, last));
    }

    private static double[] LogSoftmax(ReadOnlySpan<float> row)
    {
        var values = new double[row.Length];
        var total = double.NegativeInfinity;
        foreach (var value in row)
        {
            total = Add(total, value);
        }

        for (var i = 0; i < row.Length; i++)
        {
            values[i] = row[i] - total;
        }

        return values;
    }

    private static double Add(double a, double b) =>
        double.IsNegativeInfinity(a) ? b : double.IsNegativeInfinity(b) ? a : Math.Max(a, b) + Math.Log(1 + Math.Exp(-Math.Abs(a - b)));
}

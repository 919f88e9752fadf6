namespace EdgeRuntime.Assistant.Understanding.Sentences;

/// <summary>What a model's outputs mean, in names and probabilities.</summary>
/// <param name="Intents">Probability of each intent, in the order of the settings.</param>
/// <param name="Spans">Slots, in the order of the text.</param>
/// <param name="More">Probability of more than one wish.</param>
/// <param name="Negated">Probability of a wish that is not meant.</param>
public sealed record SentenceReading(double[] Intents, IReadOnlyList<SentenceSpan> Spans, double More, double Negated)
{
    /// <summary>Probability that it is nothing that the glasses do.</summary>
    public double Outside => Intents[^1];

    /// <summary>Output of the likeliest intent that the glasses have, or of the next one.</summary>
    /// <param name="butNot">Output to pass over; -1 for none.</param>
    public int Best(int butNot = -1) =>
        Enumerable.Range(0, Intents.Length - 1).Where(i => i != butNot).MaxBy(i => Intents[i]);

    /// <summary>Reads outputs.</summary>
    /// <param name="output">What the model gave.</param>
    /// <param name="plain">The text that it was given.</param>
    /// <param name="labels">Names of the labels.</param>
    public static SentenceReading From(SentenceOutput output, string plain, IReadOnlyList<string> labels) =>
        new(Shares(output.Intents), SpansOf(output, plain, labels), Share(output.Flags[0]), Share(output.Flags[1]));

    private static double Share(double logit) => 1 / (1 + Math.Exp(-logit));

    private static double[] Shares(ReadOnlySpan<float> logits)
    {
        var shares = new double[logits.Length];
        var most = double.NegativeInfinity;
        foreach (var logit in logits) most = Math.Max(most, logit);
        var sum = 0.0;
        for (var i = 0; i < shares.Length; i++) sum += shares[i] = Math.Exp(logits[i] - most);
        for (var i = 0; i < shares.Length; i++) shares[i] /= sum;
        return shares;
    }

    // The first piece of a word speaks for all of it.
    private static List<SentenceSpan> SpansOf(SentenceOutput output, string plain, IReadOnlyList<string> labels)
    {
        var (spans, width) = (new List<SentenceSpan>(), 1 + (2 * labels.Count));
        var (open, before) = (-1, -1);
        for (var i = 0; i < output.Pieces.Count; i++)
        {
            var at = output.Pieces[i];
            var inWord = i > 0 && output.Pieces[i - 1].End == at.Start && char.IsLetterOrDigit(plain[at.Start])
                && char.IsLetterOrDigit(plain[at.Start - 1]);
            var shares = Shares(output.Tags.AsSpan(i * width, width));
            var tag = inWord ? before : Array.IndexOf(shares, shares.Max());
            var label = tag <= 0 ? -1 : (tag - 1) / 2;
            if (label >= 0 && label == open && (inWord || tag % 2 == 0))
            {
                var last = spans[^1];
                spans[^1] = last with
                {
                    At = new TextSpan(last.At.Start, at.End),
                    Probability = inWord ? last.Probability : Math.Min(last.Probability, shares[tag]),
                };
            }
            else if (label >= 0)
            {
                spans.Add(new SentenceSpan(labels[label], at, shares[tag]));
            }

            (open, before) = (label, tag);
        }

        return spans;
    }
}

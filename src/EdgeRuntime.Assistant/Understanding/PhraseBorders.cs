using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Assistant.Understanding.Searching;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Looks whether a phrase stands as words of its own or inside others ("a few glasses", "review glasses", "computers"), with the
/// sound well past it. Names of no lexicon count as well, since it knows endings and not words. One thread.</summary>
public sealed class PhraseBorders
{
    private const int EndsEarlier = 12; // outputs of 40 ms around the place where the phrase is said to end
    private const int EndsLater = 6;
    private const int LongestEnding = 12;
    private const int FramesBefore = 10;
    private const int LongestBreath = 3; // outputs without a phone between two words of a sentence
    private const double PerPhoneBefore = 0.6;
    private const double MostBefore = 3;
    private const double GreetingSlack = 2; // nats by which "hey" may fit worse than whatever else was heard there
    private static readonly byte[][] Greetings = [Ids("HH EY"), Ids("OW K EY")];

    private readonly IReadOnlyList<byte[]> _variants;
    private readonly FrameScorer _scorer;

    private PhraseBorders(IReadOnlyList<byte[]> variants, DecodingOptions options) =>
        (_variants, _scorer) = (variants, new FrameScorer(options));

    /// <summary>Prepares a phrase of lower-case words. Fails with <c>phrase-unpronounceable</c>.</summary>
    public static Outcome<PhraseBorders> Create(string phrase, Pronouncer pronouncer, DecodingOptions options)
    {
        var variants = PhrasePronunciation.Find(phrase, pronouncer);
        return variants.Count > 0 ? new PhraseBorders(variants, options) : PhraseScorer.Unpronounceable(phrase);
    }

    /// <summary>Measures what speaks for a part of longer words.</summary>
    /// <param name="logits">Raw acoustic outputs, [frames, 40].</param>
    /// <param name="end">Output at which the phrase ends, more or less.</param>
    public BorderEvidence Measure(ReadOnlySpan<float> logits, int end)
    {
        var frames = logits.Length / Phones.Count;
        var scores = new float[frames * FrameScorer.Width];
        var heard = new byte[frames];
        for (var i = 0; i < frames; i++)
        {
            var frame = scores.AsSpan(i * FrameScorer.Width, FrameScorer.Width);
            _scorer.Score(logits.Slice(i * Phones.Count, Phones.Count), frame);
            heard[i] = (byte)_scorer.BestSymbol;
        }

        var (phones, fit) = Find(scores, end);
        if (double.IsNegativeInfinity(fit.Total)) return new BorderEvidence(0, 0, double.NegativeInfinity);
        var before = IsGreeted(phones, fit, scores) ? 0 : Before(heard, fit.FirstFrame);
        return new BorderEvidence(before, Onset(phones, fit, scores, end), Ending(phones, fit, scores));
    }

    private (byte[] Phones, ChainFit Fit) Find(ReadOnlySpan<float> scores, int end)
    {
        var (phones, best) = (_variants[0], Fit(_variants[0], scores, end));
        foreach (var variant in _variants.Skip(1))
        {
            var fit = Fit(variant, scores, end);
            (phones, best) = fit.Total > best.Total ? (variant, fit) : (phones, best);
        }

        return (phones, best);
    }

    // "Hey jarvis" begins an utterance as "jarvis" does.
    private static bool IsGreeted(byte[] phones, ChainFit fit, ReadOnlySpan<float> scores)
    {
        foreach (var greeting in Greetings)
        {
            byte[] greeted = [.. greeting, .. phones];
            if (ChainFit.Align(greeted, scores, fit.LastFrame, fit.LastFrame).Total >= fit.Total - GreetingSlack) return true;
        }

        return false;
    }

    private static double Before(byte[] heard, int first)
    {
        var phones = 0;
        var breath = 0;
        for (var i = first - 1; i >= Math.Max(0, first - FramesBefore); i--)
        {
            breath = phones == 0 && heard[i] == Phones.Blank ? breath + 1 : breath;
            phones += heard[i] != Phones.Blank && (i == 0 || heard[i - 1] != heard[i]) ? 1 : 0;
            if (breath > LongestBreath) return 0;
        }

        return Math.Min(MostBefore, PerPhoneBefore * phones);
    }

    private static double Onset(byte[] phones, ChainFit fit, ReadOnlySpan<float> scores, int end)
    {
        var best = double.NegativeInfinity;
        byte[] other = [.. phones];
        for (byte onset = 1; onset < Phones.Count; onset++)
        {
            other[0] = onset;
            best = onset == phones[0] ? best : Math.Max(best, Fit(other, scores, end).Total);
        }

        return best - fit.Total;
    }

    private static double Ending(byte[] phones, ChainFit fit, ReadOnlySpan<float> scores)
    {
        var best = double.NegativeInfinity;
        foreach (var ending in LongerEndings.After(phones[^1]))
        {
            byte[] longer = [.. phones, .. ending.Phones];
            var total = ChainFit.Align(longer, scores, fit.LastFrame, fit.LastFrame + LongestEnding).Total;
            best = Math.Max(best, total - fit.Total + ending.Prior);
        }

        return best;
    }

    private static byte[] Ids(string symbols) => [.. symbols.Split(' ').Select(symbol => (byte)Phones.IdOf(symbol))];

    private static ChainFit Fit(byte[] phones, ReadOnlySpan<float> scores, int end) =>
        ChainFit.Align(phones, scores, end - EndsEarlier, end + EndsLater);
}

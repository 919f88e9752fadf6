using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Assistant.Understanding.Searching;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Checks whether a phrase was said in a window of acoustic outputs: the second stage of the wake word. One thread;
/// scoring allocates nothing for windows up to <see cref="MaxFrames"/>.</summary>
/// <remarks>Forced CTC alignment of the phrase that may begin and end anywhere in the window,
/// relative to the free phone loop over the same frames.</remarks>
public sealed class PhraseScorer
{
    /// <summary>Longest window, in model frames of 40 ms (10 s).</summary>
    public const int MaxFrames = 250;

    private readonly FrameScorer _scorer;
    private readonly float[] _scores = new float[FrameScorer.Width];
    private readonly PhraseAligner[] _variants;

    private PhraseScorer(string phrase, IEnumerable<byte[]> variants, DecodingOptions options)
    {
        Phrase = phrase;
        _scorer = new FrameScorer(options);
        _variants = [.. variants.Select(phones => new PhraseAligner(phones))];
    }

    /// <summary>The phrase as it was given, in lower-case words.</summary>
    public string Phrase { get; }

    /// <summary>Prepares a phrase of lower-case words. Fails with <c>phrase-unpronounceable</c>.</summary>
    public static Outcome<PhraseScorer> Create(string phrase, Pronouncer pronouncer, DecodingOptions options)
    {
        var variants = PhrasePronunciation.Find(phrase, pronouncer);
        return variants.Count > 0
            ? new PhraseScorer(phrase, variants, options)
            : Unpronounceable(phrase);
    }

    /// <summary>A phrase that no word of can be spoken.</summary>
    internal static Failure Unpronounceable(string phrase) =>
        new(Stages.Wake, "phrase-unpronounceable", $"The phrase '{phrase}' cannot be spoken.", "Give a phrase of English words.");

    /// <summary>Best match of the phrase anywhere in a window.</summary>
    /// <param name="logits">Raw acoustic outputs, [frames, 40], at most <see cref="MaxFrames"/> frames.</param>
    public PhraseScore Score(ReadOnlySpan<float> logits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logits.Length, MaxFrames * Phones.Count);
        foreach (var variant in _variants)
            variant.Begin();
        for (var at = 0; at + Phones.Count <= logits.Length; at += Phones.Count)
        {
            _scorer.Score(logits.Slice(at, Phones.Count), _scores);
            foreach (var variant in _variants)
                variant.Advance(_scores);
        }

        var best = _variants[0].Best;
        foreach (var variant in _variants)
            best = variant.Best.Score > best.Score ? variant.Best : best;
        return best;
    }
}

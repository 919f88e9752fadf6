namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Checks whether a phrase was said in a window of acoustic outputs (second stage of the wake word).</summary>
public sealed class PhraseScorer
{
    private PhraseScorer()
    {
    }

    /// <summary>Prepares a phrase of lower-case words. Fails with <c>phrase-unpronounceable</c>.</summary>
    public static Outcome<PhraseScorer> Create(string phrase, Pronouncer pronouncer, DecodingOptions options) =>
        throw new NotImplementedException();

    /// <summary>Best match of the phrase anywhere in a window of raw logits, [frames, 40].</summary>
    public PhraseScore Score(ReadOnlySpan<float> logits) => throw new NotImplementedException();
}

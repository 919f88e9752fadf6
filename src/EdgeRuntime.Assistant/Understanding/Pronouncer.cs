namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Says how words are spoken.</summary>
public sealed class Pronouncer(Lexicon lexicon, IGraphemeToPhoneme? guess = null)
{
    /// <summary>Pronunciations of a lower-case word, the usual one first; empty when nothing in it can be spoken.</summary>
    public IReadOnlyList<byte[]> Pronounce(string word) => lexicon.Find(word) is { Count: > 0 } found ? found : guess?.Pronounce(word) ?? [];
}

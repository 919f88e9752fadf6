namespace EdgeRuntime.Assistant.Understanding.Pronouncing;

/// <summary>Guesses how a word outside the lexicon is spoken.</summary>
public interface IGraphemeToPhoneme
{
    /// <summary>Likely pronunciations, best first, each a list of phone ids 1..39 (see <see cref="Phones"/>);
    /// empty when the word has no letters.</summary>
    /// <param name="word">Lower-case word of letters and apostrophes.</param>
    IReadOnlyList<byte[]> Pronounce(string word);
}

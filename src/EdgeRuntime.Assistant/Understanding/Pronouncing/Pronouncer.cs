using System.Collections.Concurrent;

namespace EdgeRuntime.Assistant.Understanding.Pronouncing;

/// <summary>Says how the words of a context are spoken: the lexicon first, then parts of the word, letters, regular endings,
/// and at last a guess. Remembers its answers; safe for any thread when the guesser is.</summary>
/// <param name="lexicon">Known words.</param>
/// <param name="guess">Guesses for the rest; without it such a word is spelled out.</param>
public sealed class Pronouncer(Lexicon lexicon, IGraphemeToPhoneme? guess = null)
{
    /// <summary>Most pronunciations kept of one word; products of hyphenated parts are cut here.</summary>
    public const int MaxVariants = 12;

    /// <summary>Unknown words up to this length may be acronyms, so they are also spelled out.</summary>
    private const int LongestAcronym = 4;

    private readonly ConcurrentDictionary<string, IReadOnlyList<byte[]>> _known = new(StringComparer.Ordinal);

    /// <summary>Pronunciations of a lower-case word, the usual one first, each a list of phone ids 1..39;
    /// empty when nothing in it can be spoken.</summary>
    /// <param name="word">Letters, apostrophes, hyphens and dots; accents are taken off.
    /// Digits are written as words by the context compiler.</param>
    public IReadOnlyList<byte[]> Pronounce(string word) => _known.GetOrAdd(word, Find);

    private IReadOnlyList<byte[]> Find(string word)
    {
        var spelling = Spelling.Fold(word);
        if (lexicon.Find(spelling) is { Count: > 0 } listed)
            return listed;
        var parts = spelling.Split('-', '.').Where(part => part.AsSpan().ContainsAnyInRange('a', 'z')).ToArray();
        if (parts.Length == 0)
            return [];
        return parts.Length == 1 ? FindWhole(parts[0]) : FindJoined(parts);
    }

    private IReadOnlyList<byte[]> FindJoined(string[] parts)
    {
        var joined = lexicon.Find(string.Concat(parts)); // e-mail
        IReadOnlyList<byte[]> product = parts.Select(FindPart).Aggregate(Join);
        return [.. joined.Concat(product).Distinct(PhoneListComparer.Instance).Take(MaxVariants)];
    }

    private IReadOnlyList<byte[]> FindPart(string part) => part.Length == 1
        ? [LetterNames.Pronounce(part[0])] // the "a" of "a.m." is the letter
        : lexicon.Find(part) is { Count: > 0 } listed ? listed : FindWhole(part);

    private IReadOnlyList<byte[]> FindWhole(string word)
    {
        if (lexicon.Find(word) is { Count: > 0 } listed)
            return listed;
        if (Endings.Split(word) is { } ending && FindStem(ending) is { Count: > 0 } inflected)
            return inflected;
        var letters = word.Replace("'", "");
        if (letters.Length != word.Length && lexicon.Find(letters) is { Count: > 0 } plain)
            return plain;
        return FindUnlisted(word, letters);
    }

    private IReadOnlyList<byte[]> FindStem(Endings.Ending ending)
    {
        foreach (var stem in ending.Stems)
        {
            var stems = lexicon.Find(stem);
            if (stems.Count == 0 && ending.StemMayBeUnlisted)
                stems = FindWhole(stem);
            if (stems.Count > 0)
                return [.. stems.SelectMany(phones => Endings.Append(phones, ending.Kind)).Take(MaxVariants)];
        }

        return [];
    }

    private IReadOnlyList<byte[]> FindUnlisted(string word, string letters)
    {
        var spelled = letters.SelectMany(LetterNames.Pronounce).ToArray();
        if (!letters.AsSpan().ContainsAny("aeiouy") || guess is null)
            return [spelled];
        var guessed = guess.Pronounce(word);
        var all = guessed.Count == 0 || letters.Length <= LongestAcronym ? guessed.Append(spelled) : guessed;
        return [.. all.Where(phones => phones.Length > 0).Distinct(PhoneListComparer.Instance).Take(MaxVariants)];
    }

    private static IReadOnlyList<byte[]> Join(IReadOnlyList<byte[]> left, IReadOnlyList<byte[]> right) =>
        [.. left.SelectMany(a => right.Select(b => (byte[])[.. a, .. b])).Take(MaxVariants)];
}

using EdgeRuntime.Assistant.Contexts.Numbers;

namespace EdgeRuntime.Assistant.Understanding.Sentences;

/// <summary>Finds what may not be passed over in a sentence: values outside all slots, words that take a wish back, signs of a wish that is
/// another's or not whole.</summary>
internal static class SaidValues
{
    private static readonly HashSet<string> Days = new(StringComparer.Ordinal)
    {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow", "yesterday", "tonight", "january",
        "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "minus", "negative",
        "noon", "midnight",
    };

    private static readonly HashSet<string> Noes = new(StringComparer.Ordinal)
    {
        "don't", "dont", "not", "never", "without", "nobody", "shouldn't", "mustn't", "won't", "didn't", "unless", "neither", "nor",
        "avoid", "except", "instead", "can't", "cant", "cannot", "couldn't", "wouldn't", "doesn't",
    };

    // Whoever tells of a wish does not have it.
    private static readonly HashSet<string> Tellers = new(StringComparer.Ordinal)
    {
        "he", "she", "they", "said", "says", "told", "asked", "somebody", "someone", "yesterday",
    };

    private static readonly HashSet<string> NeverLast = new(StringComparer.Ordinal)
    {
        "the", "a", "an", "to", "for", "at", "of", "in", "into", "my", "with", "and", "or", "from", "by", "about", "is", "are", "your",
        "me",
    };

    private const string Odd = "[]{}<>|\\=";

    /// <summary>Words outside the spans that say a number, a day or a month; "one" says nothing.</summary>
    public static int Count(string plain, IReadOnlyList<SentenceSpan> spans) => Words(plain, spans).Count(IsValue);

    /// <summary>Whether a word outside the spans of free words takes something back.</summary>
    public static bool HasNo(string plain, IReadOnlyList<SentenceSpan> spans) =>
        Words(plain, [.. spans.Where(span => span.Label == "words")]).Any(Noes.Contains);

    /// <summary>Whether words are nothing but a "no".</summary>
    public static bool IsNo(string words) => Words(PlainText.From(words), []).All(Noes.Contains);

    /// <summary>Whether a word outside the spans of free words tells of somebody's wish.</summary>
    public static bool IsTold(string plain, IReadOnlyList<SentenceSpan> spans) =>
        Words(plain, [.. spans.Where(span => span.Label == "words")]).Any(Tellers.Contains);

    /// <summary>Whether the sentence breaks off, or holds signs that no sentence has.</summary>
    public static bool IsBroken(string text, string plain) =>
        text.AsSpan().ContainsAny(Odd) || IsUnfinished([.. Words(plain, [])]);

    // "Read me" is not whole, "read it to me" is.
    private static bool IsUnfinished(string[] words) => words is [.., var last] && NeverLast.Contains(last)
        && !(words is [.., "for" or "to" or "with" or "of" or "at" or "from", "me"]);

    private static bool IsValue(string word) =>
        char.IsAsciiDigit(word[0]) || Days.Contains(word) || (word is not ("one" or "a" or "an") && SpokenNumber.Parse([word]) is not null);

    private static IEnumerable<string> Words(string plain, IReadOnlyList<SentenceSpan> spans)
    {
        for (var at = 0; at < plain.Length; at++)
        {
            if (!IsOfWord(plain[at])) continue;
            var end = at;
            while (end < plain.Length && IsOfWord(plain[end])) end++;
            if (!spans.Any(span => span.At.Start < end && span.At.End > at)) yield return plain[at..end];
            at = end;
        }
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c == '\'';
}

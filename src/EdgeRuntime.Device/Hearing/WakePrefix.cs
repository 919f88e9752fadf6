using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Typed;

namespace EdgeRuntime.Device.Hearing;

/// <summary>Takes a wake phrase off the front of a typed wish, as the phone graph does for a spoken one.</summary>
public static class WakePrefix
{
    /// <summary>Matches the text as it stands, and without a wake phrase where that fails:
    /// a context may well begin a sentence with "computer".</summary>
    /// <param name="matcher">Matcher of the context.</param>
    /// <param name="text">Typed wish.</param>
    /// <param name="phrases">Wake phrases, lower case.</param>
    public static Outcome<Recognition> Match(TextMatcher matcher, string text, IReadOnlyList<string> phrases)
    {
        var whole = matcher.Match(text);
        if (whole.Value is not { Verdict: RecognitionVerdict.Rejected }) return whole;
        return Rest(text, phrases) is { } rest ? matcher.Match(rest) : whole;
    }

    /// <summary>What follows a wake phrase; null where none stands in front or nothing follows.</summary>
    public static string? Rest(string text, IReadOnlyList<string> phrases)
    {
        var start = text.AsSpan().TrimStart();
        foreach (var phrase in phrases)
        {
            if (AfterWords(start, phrase) is { } after && start[after..].TrimStart(" ,.!?:;-") is { IsEmpty: false } rest)
            {
                return rest.ToString();
            }
        }

        return null;
    }

    // Where the words of the phrase end in the text, or null; any run of blanks may stand between them.
    private static int? AfterWords(ReadOnlySpan<char> text, string phrase)
    {
        var at = 0;
        foreach (var word in phrase.Split(' '))
        {
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            if (!text[at..].StartsWith(word, StringComparison.OrdinalIgnoreCase)) return null;
            at += word.Length;
            if (at < text.Length && char.IsLetterOrDigit(text[at])) return null;
        }

        return at;
    }
}

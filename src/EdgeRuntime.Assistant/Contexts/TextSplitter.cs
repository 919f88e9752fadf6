using System.Globalization;

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Cuts written text into what is said: words in lower case, numbers and signs in words, punctuation as blanks.
/// Templates and typed text go through the same cut, so they agree.</summary>
internal static class TextSplitter
{
    private static readonly Dictionary<char, string> Signs = new()
    {
        ['%'] = "percent",
        ['&'] = "and",
        ['+'] = "plus",
        ['°'] = "degrees",
        ['@'] = "at",
    };

    private static readonly Dictionary<string, string[]> AfterNumber = new(StringComparer.Ordinal)
    {
        ["am"] = ["a m", "am"],
        ["h"] = ["hours", "hour", "h"],
        ["hr"] = ["hours", "hour", "hr"],
        ["hrs"] = ["hours", "hour", "hrs"],
        ["m"] = ["minutes", "minute", "m"],
        ["min"] = ["minutes", "minute", "min"],
        ["mins"] = ["minutes", "minute", "mins"],
        ["s"] = ["seconds", "second", "s"],
        ["sec"] = ["seconds", "second", "sec"],
        ["secs"] = ["seconds", "second", "secs"],
    };

    /// <summary>Cuts a text.</summary>
    public static List<TextPiece> Split(string text)
    {
        var pieces = new List<TextPiece>();
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            var character = text[at];
            if (IsWordCharacter(character))
            {
                at = EndOf(text, at, IsWordCharacter);
                pieces.Add(WordPiece(text, start, at, pieces));
            }
            else if (char.IsAsciiDigit(character))
            {
                at = NumberSayings.EndOfNumber(text, at);
                pieces.Add(NumberPiece(text, start, ref at));
            }
            else
            {
                at++;
                AddSign(pieces, text, start);
            }
        }

        return pieces;
    }

    private static bool IsWordCharacter(char character) =>
        char.IsLetter(character) || IsApostrophe(character) || char.IsSurrogate(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsApostrophe(char character) => character is '\'' or '\u2019' or '\u02BC' or '\u0060' or '\u00B4';

    private static int EndOf(string text, int at, Func<char, bool> belongs)
    {
        while (at < text.Length && belongs(text[at]))
        {
            at++;
        }

        return at;
    }

    private static TextPiece WordPiece(string text, int start, int end, List<TextPiece> before)
    {
        var word = string.Create(end - start, (text, start), static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var character = source.text[source.start + i];
                span[i] = IsApostrophe(character) ? '\'' : char.ToLowerInvariant(character);
            }
        });
        if (word == "pm")
        {
            return new TextPiece(start, end, null, ["p m", "pm"]);
        }

        return AfterNumber.TryGetValue(word, out var sayings) && FollowsNumber(text, before)
            ? new TextPiece(start, end, null, sayings)
            : new TextPiece(start, end, word, null);
    }

    private static bool FollowsNumber(string text, List<TextPiece> before)
    {
        var last = before.Count - 1;
        while (last >= 0 && before[last].IsBlank)
        {
            last--;
        }

        return last >= 0 && (before[last].Word is { } word
            ? SpokenNumber.IsSmall(word) || word is "o'clock" or "oclock" or "clock"
            : before[last].Sayings is not null && char.IsAsciiDigit(text[before[last].Start]));
    }

    private static TextPiece NumberPiece(string text, int start, ref int end)
    {
        var digits = text[start..end];
        var suffix = text.AsSpan(end, EndOf(text, end, char.IsAsciiLetter) - end);
        if (suffix.Length == 2 && digits.Length <= 2 && IsOrdinalSuffix(suffix) && int.Parse(digits, CultureInfo.InvariantCulture) is > 0 and var place)
        {
            end += 2;
            return new TextPiece(start, end, null, [SpokenNumber.SayOrdinal(place)]);
        }

        return new TextPiece(start, end, null, NumberSayings.Of(digits));
    }

    private static bool IsOrdinalSuffix(ReadOnlySpan<char> suffix) =>
        suffix.Equals("st", StringComparison.OrdinalIgnoreCase) || suffix.Equals("nd", StringComparison.OrdinalIgnoreCase)
        || suffix.Equals("rd", StringComparison.OrdinalIgnoreCase) || suffix.Equals("th", StringComparison.OrdinalIgnoreCase);

    private static void AddSign(List<TextPiece> pieces, string text, int at)
    {
        var isMinus = text[at] is '-' or '\u2212' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) && (at == 0 || char.IsWhiteSpace(text[at - 1]));
        if (isMinus || Signs.ContainsKey(text[at]))
        {
            pieces.Add(new TextPiece(at, at + 1, null, [isMinus ? "minus" : Signs[text[at]]]));
        }
        else if (pieces.Count == 0 || !pieces[^1].IsBlank)
        {
            pieces.Add(new TextPiece(at, at + 1, null, null));
        }
    }
}

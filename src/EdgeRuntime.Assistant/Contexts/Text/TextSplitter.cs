using System.Globalization;
using System.Text;
using EdgeRuntime.Assistant.Contexts.Numbers;

namespace EdgeRuntime.Assistant.Contexts.Text;

/// <summary>Cuts written text into what is said: words in the letters a to z, numbers and signs in words, punctuation,
/// pictures and what cannot be said as blanks. Templates, names and typed text go through the same cut, so they agree,
/// and every word of a graph can be said.</summary>
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

    public static List<TextPiece> Split(string text)
    {
        var pieces = new List<TextPiece>();
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            var character = text[at];
            if (LetterLength(text, at) > 0)
            {
                at = EndOfWord(text, at);
                AddWord(pieces, text, start, at);
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

    // Characters of a letter, a mark on one or an apostrophe; 0 for all else, half a surrogate pair included.
    private static int LetterLength(string text, int at)
    {
        var character = text[at];
        if (char.IsAscii(character)) return char.IsAsciiLetter(character) || Letters.IsApostrophe(character) ? 1 : 0;
        if (!Rune.TryGetRuneAt(text, at, out var rune)) return 0;
        return Rune.IsLetter(rune) || Letters.IsApostrophe(character) || IsMark(rune) ? rune.Utf16SequenceLength : 0;
    }

    // A variation selector is a mark to Unicode, but of the look of a picture.
    private static bool IsMark(Rune rune) =>
        rune.Value is not (>= 0xFE00 and <= 0xFE0F)
            && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static int EndOfWord(string text, int at)
    {
        while (at < text.Length && LetterLength(text, at) is > 0 and var length) at += length;
        return at;
    }

    private static int EndOf(string text, int at, Func<char, bool> belongs)
    {
        while (at < text.Length && belongs(text[at]))
        {
            at++;
        }

        return at;
    }

    private static void AddWord(List<TextPiece> pieces, string text, int start, int end)
    {
        var word = Letters.Keep(text.AsSpan(start, end - start));
        if (!word.AsSpan().ContainsAnyInRange('a', 'z'))
        {
            AddBlank(pieces, start, end);
        }
        else if (word == "pm")
        {
            pieces.Add(new TextPiece(start, end, null, ["p m", "pm"]));
        }
        else if (AfterNumber.TryGetValue(word, out var sayings) && FollowsNumber(text, pieces))
        {
            pieces.Add(new TextPiece(start, end, null, sayings));
        }
        else
        {
            pieces.Add(new TextPiece(start, end, word, null));
        }
    }

    private static void AddBlank(List<TextPiece> pieces, int start, int end)
    {
        if (pieces.Count == 0 || !pieces[^1].IsBlank) pieces.Add(new TextPiece(start, end, null, null));
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
        if (suffix.Length == 2 && digits.Length <= 2 && IsOrdinalSuffix(suffix)
            && int.Parse(digits, CultureInfo.InvariantCulture) is > 0 and var place)
        {
            end += 2;
            return new TextPiece(start, end, null, [SpokenNumber.SayOrdinal(place)]);
        }

        return new TextPiece(start, end, null, NumberSayings.Find(digits));
    }

    private static bool IsOrdinalSuffix(ReadOnlySpan<char> suffix) =>
        suffix.Equals("st", StringComparison.OrdinalIgnoreCase) || suffix.Equals("nd", StringComparison.OrdinalIgnoreCase)
        || suffix.Equals("rd", StringComparison.OrdinalIgnoreCase) || suffix.Equals("th", StringComparison.OrdinalIgnoreCase);

    private static void AddSign(List<TextPiece> pieces, string text, int at)
    {
        var isMinus = text[at] is '-' or '\u2212' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])
            && (at == 0 || char.IsWhiteSpace(text[at - 1]));
        if (isMinus || Signs.ContainsKey(text[at]))
        {
            pieces.Add(new TextPiece(at, at + 1, null, [isMinus ? "minus" : Signs[text[at]]]));
        }
        else
        {
            AddBlank(pieces, at, at + 1);
        }
    }
}

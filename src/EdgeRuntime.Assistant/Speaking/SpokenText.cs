using System.Globalization;
using System.Text;
using AnyAscii;

namespace EdgeRuntime.Assistant.Speaking;

/// <summary>Readies a sentence for an English voice: pictures are left out, since a voice would read their names or nothing,
/// and letters of other scripts are written in Latin ones. Latin letters keep their accents.</summary>
public static class SpokenText
{
    private const int EndOfLatin = 0x250;

    /// <summary>The sentence as it is given to a voice; empty where nothing of it can be said.</summary>
    public static string From(string sentence)
    {
        if (!sentence.Any(character => character >= EndOfLatin)) return sentence;
        var spoken = new StringBuilder(sentence.Length);
        foreach (var rune in sentence.EnumerateRunes()) Append(spoken, rune);
        return spoken.ToString().Trim();
    }

    private static void Append(StringBuilder spoken, Rune rune)
    {
        if (rune.Value < EndOfLatin || IsPunctuation(rune)) spoken.Append(rune.ToString());
        else if (Rune.IsLetterOrDigit(rune)) spoken.Append(rune.ToString().Transliterate());
    }

    // Quotation marks, dashes, the euro sign: every voice knows them.
    private static bool IsPunctuation(Rune rune) => Rune.IsPunctuation(rune) || Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.CurrencySymbol or UnicodeCategory.MathSymbol;
}

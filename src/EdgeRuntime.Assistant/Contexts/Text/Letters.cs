using System.Text;
using AnyAscii;

namespace EdgeRuntime.Assistant.Contexts.Text;

/// <summary>Writes words of any script in the letters that a lexicon of English knows.</summary>
internal static class Letters
{
    /// <summary>The word in the letters a to z and straight apostrophes; empty where none of it can be written so.</summary>
    public static string Keep(ReadOnlySpan<char> word)
    {
        var written = new StringBuilder(word.Length);
        foreach (var rune in word.EnumerateRunes())
        {
            if (IsApostrophe(rune.Value)) written.Append('\'');
            else if (rune.IsAscii) Append(written, (char)rune.Value);
            else foreach (var character in rune.ToString().Transliterate()) Append(written, character);
        }

        return written.ToString();
    }

    /// <summary>True for the signs that people write for an apostrophe.</summary>
    public static bool IsApostrophe(int character) => character is '\'' or '\u2019' or '\u02BC' or '\u0060' or '\u00B4';

    // Transliteration writes signs for some letters that English has no sound for: they are left out.
    private static void Append(StringBuilder written, char character)
    {
        if (char.IsAsciiLetter(character)) written.Append(char.ToLowerInvariant(character));
    }
}

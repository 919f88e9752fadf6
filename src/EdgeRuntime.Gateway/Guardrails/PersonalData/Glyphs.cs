using System.Globalization;

namespace EdgeRuntime.Gateway.Guardrails.PersonalData;

/// <summary>What a character counts as where personal data is looked for: full-width forms as what they are forms of, marks and invisible
/// characters as part of what stands before them.</summary>
internal static class Glyphs
{
    // From Thai on stand the scripts that write words without spaces, or particles at once behind a number. There a word would be held
    // until the sentence ends, so that they end a word of other letters, and numbers too.
    private const char FirstUnspaced = '\u0E00';
    private const char FirstOfLatinAndGreek = '\u1E00'; // with accents, as in Vietnamese
    private const char LastOfLatinAndGreek = '\u1FFF';

    /// <summary>The ASCII character that a full-width form stands for (Unicode's block of them); any other as it is.</summary>
    public static char Fold(char c) => c switch
    {
        < '\u3000' => c,
        '\u3000' => ' ',
        >= '\uff01' and <= '\uff5e' => (char)(c - '\uff01' + '!'),
        _ => c,
    };

    /// <summary>Whether this is drawn onto the character before it, or not at all: marks, variation selectors, soft hyphens.</summary>
    public static bool IsJoined(char c) => IsMark(c) || (c > 127 && char.GetUnicodeCategory(c) == UnicodeCategory.Format);

    /// <summary>Whether this is drawn onto the character before it.</summary>
    public static bool IsMark(char c) =>
        c > 127 && char.GetUnicodeCategory(c) is (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);

    /// <summary>Whether this is a letter of a script whose words touch what stands beside them.</summary>
    public static bool IsUnspaced(char c) =>
        c >= FirstUnspaced && c is not (>= FirstOfLatinAndGreek and <= LastOfLatinAndGreek) && Fold(c) == c && char.IsLetter(c);

    /// <summary>What a character is to a number that it stands beside.</summary>
    public static Touch TouchOf(char c) => !char.IsLetter(c) ? Touch.Nothing : IsUnspaced(c) ? Touch.Unspaced : Touch.Letter;
}

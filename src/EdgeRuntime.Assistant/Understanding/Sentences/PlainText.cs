using System.Globalization;

namespace EdgeRuntime.Assistant.Understanding.Sentences;

/// <summary>Text as the model of free sentences reads it, character by character: small letters without accents, digits and a few marks;
/// other letters and digits as one that no piece knows, all else as blanks. The same as <c>plain</c> of
/// <c>models/training/sentences/wordpiece.py</c>.</summary>
public static class PlainText
{
    private const string Marks = ".,!?:;'\"%&-/@#()*";
    private const char Strange = 'ж';

    // From À to ſ, the letter without its accent; made with Unicode's decompositions.
    private const char FirstAccented = 'À';
    private const string Accented =
        "aaaaaaжceeeeiiiiжnooooo жuuuuyжжaaaaaaжceeeeiiiiжnooooo жuuuuyжyaaaaaaccccccccddжжeeeeeeeeeegggggggghhжжiiiiii"
        + "iiiжжжjjkkжllllllжжжжnnnnnnжжжooooooжжrrrrrrssssssssttttжжuuuuuuuuuuuuwwyyyzzzzzzж";

    /// <summary>The plain text, of the same length.</summary>
    public static string From(string text) => string.Create(text.Length, text, (plain, source) =>
    {
        for (var i = 0; i < plain.Length; i++) plain[i] = From(source[i]);
    });

    private static char From(char c) => c switch
    {
        '’' or '‘' or '`' or '´' => '\'',
        >= FirstAccented and <= 'ſ' => Accented[c - FirstAccented],
        _ when char.IsAscii(c) => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : Marks.Contains(c) ? c : ' ',
        _ => IsLetterOrNumber(c) ? Strange : ' ',
    };

    private static bool IsLetterOrNumber(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is
        <= UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}

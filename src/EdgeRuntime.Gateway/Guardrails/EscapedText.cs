using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Reads escapes of JSON in a text that is no JSON itself but holds some: in a sentence, a line each, between fences. An escape
/// of an escape counts like the escape, however deep it lies.</summary>
internal static partial class EscapedText
{
    /// <summary>Whether there is anything in a text that the others could read otherwise.</summary>
    public static bool MayHoldAny(string text) => text.Contains('\\') || Exponent().IsMatch(text);

    /// <summary>The text with the characters that JSON may write either way; JSON in it stays JSON.</summary>
    public static string Plain(string text) => Exponent().Replace(
        CodePoint().Replace(text, static match => CharacterOf(match) is var c && MayStandPlain(c) ? c.ToString() : match.Value),
        WrittenOut);

    /// <summary>The text with every escape undone; JSON in it need not be JSON any more.</summary>
    public static string Whole(string text)
    {
        var characters = CodePoint().Replace(text, static match => CharacterOf(match).ToString());
        return Exponent().Replace(Escape().Replace(characters, UnescapedLetter), WrittenOut);
    }

    /// <summary>A number with an exponent as its digits; any other as it is.</summary>
    public static string WithoutExponent(string number)
    {
        if (number.AsSpan().IndexOfAny('e', 'E') < 0) return number;
        return decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value.ToString("0.############################", CultureInfo.InvariantCulture)
            : number;
    }

    private static string UnescapedLetter(Match match) => match.Groups[1].Value switch
    {
        "n" or "r" => "\n",
        "t" or "b" or "f" => " ",
        var itself => itself,
    };

    private static string WrittenOut(Match match) => WithoutExponent(match.Value);

    private static char CharacterOf(Match match) =>
        (char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static bool MayStandPlain(char c) => c is not ('"' or '\\') && !char.IsControl(c) && !char.IsSurrogate(c);

    [GeneratedRegex(@"(?<!\\)\\+u([0-9A-Fa-f]{4})", RegexOptions.CultureInvariant)]
    private static partial Regex CodePoint();

    [GeneratedRegex(@"(?<!\\)\\+([^\\u0-9A-Z\s])", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();

    // As long as the shortest card number at least.
    [GeneratedRegex(@"(?<![\w.])\d(\.\d{1,20})?[eE]\+?1\d(?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Exponent();
}

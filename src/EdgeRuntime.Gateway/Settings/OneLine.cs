using System.Buffers;
using System.Globalization;
using System.Text;

namespace EdgeRuntime.Gateway.Settings;

/// <summary>Texts that somebody has typed or configured, on one line for a person: what would break the line, steer a terminal or turn the
/// direction of the writing stands there as an escape.</summary>
internal static class OneLine
{
    private const string Separators = "\u2028\u2029"; // of lines and paragraphs
    private const string Directions = "\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    private static readonly SearchValues<char> Steering = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl), .. Separators, .. Directions]);

    /// <summary>The text, and the same one where there is nothing to escape.</summary>
    public static string From(string text)
    {
        if (text.AsSpan().IndexOfAny(Steering) < 0) return text;
        var shown = new StringBuilder();
        foreach (var c in text)
        {
            if (Steering.Contains(c)) shown.Append(Escaped(c));
            else shown.Append(c);
        }

        return shown.ToString();
    }

    /// <summary>Whether a text is one line as it is.</summary>
    public static bool Is(string text) => text.AsSpan().IndexOfAny(Steering) < 0;

    private static string Escaped(char c) => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
    };
}

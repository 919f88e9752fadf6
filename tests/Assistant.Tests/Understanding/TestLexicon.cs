using System.Text;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace Assistant.Tests.Understanding;

/// <summary>Lexicons written down in a test.</summary>
internal static class TestLexicon
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm";

    /// <summary>A lexicon of lines "word PHONE PHONE", several for several pronunciations.</summary>
    public static Lexicon Of(params string[] lines) => new(Encoding.UTF8.GetBytes(Text(lines)));

    /// <summary>The same as file text.</summary>
    public static string Text(params string[] lines)
    {
        var entries = lines.Select(line => line.Split(' ', 2)).Select(parts => (Word: parts[0], Phones: Phones(parts[1])));
        var sorted = entries.OrderBy(entry => entry.Word, StringComparer.Ordinal);
        return "# made by a test\n"
            + string.Concat(sorted.Select(entry => $"{entry.Word} {string.Concat(entry.Phones.Select(p => Letters[p - 1]))}\n"));
    }

    /// <summary>Phone ids of "PHONE PHONE".</summary>
    public static byte[] Phones(string symbols) =>
        [.. symbols.Split(' ').Select(s => (byte)EdgeRuntime.Assistant.Understanding.Pronouncing.Phones.IdOf(s))];
}

using System.Globalization;

namespace EdgeRuntime.Device.Settings.Reading;

/// <summary>What a file says, within a sentence for a person.</summary>
internal static class SettingText
{
    private const int Longest = 1000;

    /// <summary>The beginning of it on one line, without what a terminal would obey or what is not seen.</summary>
    /// <param name="text">From a file.</param>
    /// <param name="longest">Most characters.</param>
    public static string Shown(string text, int longest = Longest)
    {
        var line = string.Concat(text.Take(longest).Select(letter => IsSeen(letter) ? letter : ' '));
        return text.Length <= longest ? line : line + "…";
    }

    private static bool IsSeen(char letter) => char.GetUnicodeCategory(letter)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

namespace EdgeRuntime.Gateway.Secrecy;

/// <summary>Shows values in sentences, and nothing that may be a secret.</summary>
internal static class SettingSecrecy
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Hidden = "…";

    private const int LongestShown = 100;

    private static readonly string[] SecretWords =
        ["key", "secret", "password", "passwd", "pwd", "token", "credential", "auth", "url", "connection"];

    /// <summary>A value for a sentence: one line, not too long, nothing secret.</summary>
    /// <param name="value">As configured.</param>
    /// <param name="isSecret">True for an option marked so, or a name that sounds like one.</param>
    public static string Shown(string value, bool isSecret)
    {
        if (value.Length == 0) return "";
        if (isSecret || HoldsCredentials(value)) return Hidden;
        var line = value.ReplaceLineEndings(" ");
        return line.Length <= LongestShown ? line : line[..LongestShown] + Hidden;
    }

    /// <summary>Whether a name that nobody knows sounds like that of a secret.</summary>
    public static bool Sounds(string path) => SecretWords.Any(word => path.Contains(word, StringComparison.OrdinalIgnoreCase));

    // An address with a user's part, or a connection string.
    private static bool HoldsCredentials(string value) =>
        (value.Contains("://", StringComparison.Ordinal) && value.Contains('@'))
        || value.Contains("password", StringComparison.OrdinalIgnoreCase);
}

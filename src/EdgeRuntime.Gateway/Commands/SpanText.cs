using System.Globalization;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>Lengths of time as an operator writes them: 90s, 15m, 12h, 30d.</summary>
internal static class SpanText
{
    public const string Rule = "a number and s, m, h or d, such as 12h or 30d";

    /// <summary>Null when it is something else, or longer than a century.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length < 2
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        TimeSpan? unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        return unit * count is { TotalDays: <= 36_525 } span ? span : null;
    }
}

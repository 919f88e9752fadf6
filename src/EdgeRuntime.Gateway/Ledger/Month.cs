using System.Globalization;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>A calendar month in UTC as the number year · 100 + month, such as 202611.</summary>
internal static class Month
{
    public static int Number(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return utc.Year * 100 + utc.Month;
    }

    public static int Number(DateOnly day) => day.Year * 100 + day.Month;

    /// <summary>As in "2026-11".</summary>
    public static string Text(int month) => string.Create(CultureInfo.InvariantCulture, $"{month / 100:0000}-{month % 100:00}");

    /// <summary>Reads "2026-11"; null when it is something else.</summary>
    public static DateOnly? Parse(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

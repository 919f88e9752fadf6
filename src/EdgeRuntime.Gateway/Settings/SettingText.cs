using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeRuntime.Gateway.Settings;

/// <summary>Reads a setting's text as strictly as an operator means it; the binder would take <c>NaN</c> for a number, <c>30</c> for thirty
/// days and <c>24:00:00</c> for twenty-four.</summary>
internal static partial class SettingText
{
    /// <summary>Whether values of a type are read from one text.</summary>
    public static bool IsReadable(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var value
        && (value.IsEnum || value == typeof(string) || value == typeof(bool) || value == typeof(int) || value == typeof(long)
            || value == typeof(double) || value == typeof(decimal) || value == typeof(TimeSpan));

    /// <summary>Whether a text is a value of a readable type.</summary>
    public static bool CanRead(Type type, string text)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (value.IsEnum) return Enum.GetNames(value).Contains(text, StringComparer.OrdinalIgnoreCase);
        if (value == typeof(bool)) return bool.TryParse(text, out _);
        if (value == typeof(int)) return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        if (value == typeof(long)) return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        if (value == typeof(double)) return IsFinite(text);
        if (value == typeof(decimal)) return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return value != typeof(TimeSpan) || (Time().IsMatch(text) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _));
    }

    /// <summary>What a text of a type looks like, for a person.</summary>
    public static string RuleOf(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (value.IsEnum) return string.Join(", ", Enum.GetNames(value)[..^1]) + " or " + Enum.GetNames(value)[^1];
        if (value == typeof(bool)) return "true or false";
        if (value == typeof(int) || value == typeof(long)) return "a whole number without separators";
        if (value == typeof(double) || value == typeof(decimal)) return "a number with a decimal point, such as 0.15";
        return value == typeof(TimeSpan) ? "a time as hh:mm:ss, all three, such as 00:00:30 or 1.00:00:00 for a day" : "a text";
    }

    private static bool IsFinite(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);

    // All three parts: 0:5 is five minutes to the binder, and five seconds to some who write it.
    [GeneratedRegex(@"^-?(\d{1,7}\.)?([01]?\d|2[0-3]):[0-5]?\d:[0-5]?\d(\.\d{1,7})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Time();
}

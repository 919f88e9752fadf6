using System.Globalization;

namespace EdgeRuntime.Assistant.Speaking;

/// <summary>Words numbers, times and lists the way a person says them, in English; the same text is printed and spoken.</summary>
public static class AnswerText
{
    private static readonly string[] SmallNumbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    /// <summary>"one note", "3 notes" is never "three note": a count below ten in words, with its noun.</summary>
    public static string Count(int count, string noun, string? plural = null)
    {
        var number = count is >= 0 and < 10 ? SmallNumbers[count] : count.ToString(CultureInfo.InvariantCulture);
        return $"{number} {(count == 1 ? noun : plural ?? noun + "s")}";
    }

    /// <summary>"1 hour and 5 minutes": at most the two largest units that matter, rounded to the smaller one.</summary>
    public static string Duration(TimeSpan length)
    {
        var seconds = (long)Math.Round(length.TotalSeconds, MidpointRounding.AwayFromZero);
        if (seconds >= 86_400)
        {
            return Two(Rounded(seconds, 3600) / 24, "day", Rounded(seconds, 3600) % 24, "hour");
        }

        // A timer set to 1 hour, 30 minutes and 5 seconds is worth three units; above a day seconds are noise.
        return Words(AnswerTextParts.OfSeconds(seconds));
    }

    /// <summary>About how long is left: seconds matter only below ten minutes.</summary>
    public static string Remaining(TimeSpan left)
    {
        var seconds = Math.Max(0, (long)Math.Ceiling(left.TotalSeconds));
        return Duration(TimeSpan.FromSeconds(seconds >= 600 ? Rounded(seconds, 60) * 60 : seconds));
    }

    /// <summary>"7:30 PM", "noon".</summary>
    public static string Time(TimeOnly time) => (time.Hour, time.Minute) switch
    {
        (0, 0) => "midnight",
        (12, 0) => "noon",
        (_, 0) => time.ToString("h tt", CultureInfo.InvariantCulture),
        _ => time.ToString("h:mm tt", CultureInfo.InvariantCulture),
    };

    /// <summary>"Sunday, November 22nd".</summary>
    public static string Date(DateOnly date) =>
        $"{date.ToString("dddd, MMMM", CultureInfo.InvariantCulture)} {Ordinal(date.Day)}";

    /// <summary>When something happens as seen from <paramref name="now"/>: "at 7 PM", "tomorrow at 7 AM", "on Monday,
    /// May 4th at noon".</summary>
    public static string When(DateTime then, DateTime now)
    {
        var time = Time(TimeOnly.FromDateTime(then));
        return (then.Date - now.Date).Days switch
        {
            0 => $"at {time}",
            1 => $"tomorrow at {time}",
            -1 => $"yesterday at {time}",
            _ => $"on {Date(DateOnly.FromDateTime(then))} at {time}",
        };
    }

    /// <summary>The day of <paramref name="then"/> as seen from <paramref name="now"/>: "today", "tomorrow", "on Monday".</summary>
    public static string OnDay(DateTime then, DateTime now) => (then.Date - now.Date).Days switch
    {
        0 => "today",
        1 => "tomorrow",
        _ => $"on {then.ToString("dddd", CultureInfo.InvariantCulture)}",
    };

    /// <summary>The same with the date of a day that is neither: "today", "tomorrow", "on Monday, December 7th".</summary>
    public static string OnDate(DateTime then, DateTime now) =>
        (then.Date - now.Date).Days is 0 or 1 ? OnDay(then, now) : $"on {Date(DateOnly.FromDateTime(then))}";

    /// <summary>A time with its part of the day in words: "at 5 in the morning", "at 7:30 in the evening", "at noon".</summary>
    public static string InPart(DateTime then) => (then.Hour, then.Minute) switch
    {
        (0 or 12, 0) => $"at {Time(TimeOnly.FromDateTime(then))}",
        (var hour, var minute) =>
            $"at {then.ToString(minute == 0 ? "%h" : "h:mm", CultureInfo.InvariantCulture)} "
                + $"{(hour < 12 ? "in the morning" : hour < 18 ? "in the afternoon" : "in the evening")}",
    };

    /// <summary>"40 percent".</summary>
    public static string Percent(double percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.#} percent");

    /// <summary>"1st", "22nd".</summary>
    public static string Ordinal(int number) => number + ((number % 100) is >= 11 and <= 13 ? "th" : (number % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    });

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string Words(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "nothing",
        1 => items[0],
        _ => $"{string.Join(", ", items.Take(items.Count - 1))} and {items[^1]}",
    };

    /// <summary>First letter in upper case.</summary>
    public static string Capitalised(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static long Rounded(long seconds, long unit) => (seconds + (unit / 2)) / unit;

    private static string Two(long large, string largeName, long small, string smallName) =>
        small == 0
            ? AnswerTextParts.Unit(large, largeName)
            : $"{AnswerTextParts.Unit(large, largeName)} and {AnswerTextParts.Unit(small, smallName)}";
}

using System.Globalization;

namespace EdgeRuntime.Assistant.Contexts.Numbers;

/// <summary>English words for times of day and their values. An hour without a part of the day stays as it is said,
/// and is marked as one that the clock shows twice: "seven thirty" is 07:30 or 19:30, "seven thirty p m" is 19:30.</summary>
public static class SpokenTime
{
    private const int HalfDay = 12 * 60;
    private const int Day = 2 * HalfDay;

    /// <summary>The time said in words parted by blanks, as <c>HH:mm</c>; null where it is none.</summary>
    public static string? Parse(string words) => Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The time said in words, as <c>HH:mm</c>; null where it is none.</summary>
    public static string? Parse(ReadOnlySpan<string> words)
    {
        var part = TakePartOfDay(ref words);
        var minutes = MinutesOfWords(words);
        return minutes is { } known ? Format(Place(known, part)) : null;
    }

    /// <summary>The time said in words as the value of a slot; null where it is none.</summary>
    public static SlotValue? Read(ReadOnlySpan<string> words)
    {
        var time = Parse(words);
        return time is null ? null : SlotValue.Create(SlotKind.Time, time) with { IsEitherHalf = IsEitherHalf(words) };
    }

    // Noughts in front and whole hundreds are those of a clock with 24 hours; so are hours above twelve.
    private static bool IsEitherHalf(ReadOnlySpan<string> words)
    {
        if (TakePartOfDay(ref words) != PartOfDay.Unsaid || words is ["oh" or "zero", ..] || words.ContainsAny("hundred", "noon")
            || words.ContainsAny("midday", "midnight"))
        {
            return false;
        }

        return MinutesOfWords(words) is >= 60 and < HalfDay + 60;
    }

    private static string Format(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");

    private static PartOfDay TakePartOfDay(ref ReadOnlySpan<string> words)
    {
        var (part, taken) = words switch
        {
            [.., "a", "m"] => (PartOfDay.Morning, 2),
            [.., "p", "m"] => (PartOfDay.Afternoon, 2),
            [.., "in", "the", "morning"] => (PartOfDay.Morning, 3),
            [.., "in", "the", "afternoon"] => (PartOfDay.Afternoon, 3),
            [.., "in", "the", "evening"] => (PartOfDay.Evening, 3),
            [.., "at", "night"] => (PartOfDay.Night, 2),
            _ => (PartOfDay.Unsaid, 0),
        };
        words = words[..^taken];
        return part;
    }

    private static int Place(int minutes, PartOfDay part)
    {
        if (minutes >= HalfDay + 60 || part == PartOfDay.Unsaid)
        {
            return minutes;
        }

        var half = minutes % HalfDay;
        return part switch
        {
            PartOfDay.Morning => half,
            PartOfDay.Afternoon => half + HalfDay,
            PartOfDay.Evening => half < 60 ? half : half + HalfDay,
            _ => half < 5 * 60 ? half : half + HalfDay,
        };
    }

    private static int? MinutesOfWords(ReadOnlySpan<string> words) => words switch
    {
        ["noon"] or ["midday"] or ["twelve", "noon"] => HalfDay,
        ["midnight"] or ["twelve", "midnight"] => 0,
        _ => Relative(words) ?? Clock(words),
    };

    private static int? Relative(ReadOnlySpan<string> words)
    {
        var at = words.IndexOfAny("past", "after", "to");
        at = at < 0 ? words.IndexOfAny("till", "before") : at;
        if (at < 1)
        {
            // "half seven" is half past seven.
            return words is ["half", .. var hour] ? Hour(hour) + 30 : null;
        }

        var base60 = words[(at + 1)..] is ["noon" or "midday" or "midnight"] ? MinutesOfWords(words[(at + 1)..]) : Hour(words[(at + 1)..]);
        var offset = Offset(words[..at]);
        var result = words[at] is "past" or "after" ? base60 + offset : base60 - offset;
        return result is null ? null : (result.Value + Day - (result < 60 && base60 == 60 ? HalfDay : 0)) % Day;
    }

    private static int? Offset(ReadOnlySpan<string> words) => words switch
    {
        ["quarter"] or ["a", "quarter"] => 15,
        ["half"] => 30,
        [.. var count, "minute" or "minutes"] => Number(count, 1, 59),
        _ => Number(words, 1, 59),
    };

    private static int? Clock(ReadOnlySpan<string> words)
    {
        // "oh seven thirty": a nought before the hours of a digital clock, but not in "zero twenty three".
        if (words is ["oh" or "zero", var digit, .. { Length: > 0 }] && Array.IndexOf(SpokenNumber.Small, digit) is >= 1 and <= 9)
        {
            return Clock(words[1..]);
        }

        return words switch
        {
            [.. var hour, "o'clock" or "hundred"] => Number(hour, 0, 23) * 60,
            [.. var hour, "hundred", "hours"] => Number(hour, 0, 23) * 60,
            _ => HourAndMinutes(words),
        };
    }

    private static int? HourAndMinutes(ReadOnlySpan<string> words)
    {
        for (var length = Math.Min(2, words.Length); length >= 1; length--)
        {
            var hour = Number(words[..length], 0, 23);
            var rest = words[length..];
            var minutes = rest is ["oh" or "zero", _] ? Number(rest[1..], 0, 9) : rest.Length == 0 ? 0 : Number(rest, 10, 59);
            if (hour is not null && minutes is not null)
            {
                return (hour * 60) + minutes;
            }
        }

        return null;
    }

    private static int? Hour(ReadOnlySpan<string> words) => Number(words is [.. var hour, "o'clock"] ? hour : words, 1, 12) * 60;

    private static int? Number(ReadOnlySpan<string> words, int from, int to)
    {
        var isPlain = words is [var one]
            ? one is not ("oh" or "hundred")
            : words is [var tens, _] && Array.IndexOf(SpokenNumber.Tens, tens) >= 2;
        var value = isPlain ? SpokenNumber.Parse(words) : null;
        return value >= from && value <= to ? (int)value : null;
    }

    private enum PartOfDay
    {
        Unsaid,
        Morning,
        Afternoon,
        Evening,
        Night,
    }
}

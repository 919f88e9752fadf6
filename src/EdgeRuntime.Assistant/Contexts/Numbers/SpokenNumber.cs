using System.Text;

namespace EdgeRuntime.Assistant.Contexts.Numbers;

/// <summary>English number words and their values.</summary>
public static class SpokenNumber
{
    /// <summary>Largest whole number that can be said, in both directions.</summary>
    public const long Largest = 999_999_999;

    internal static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    internal static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] OrdinalEnds =
    [
        "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    ];

    /// <summary>Whether a word is a number below a hundred, or the end of one: "eight", "forty".</summary>
    internal static bool IsSmall(string word) => Array.IndexOf(Small, word) >= 0 || Array.IndexOf(Tens, word) >= 2;

    /// <summary>A whole number in words, without "and": "one hundred five".</summary>
    public static string Say(long number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(number), Largest);
        var words = new StringBuilder(number < 0 ? "minus " : "");
        AppendWhole(words, Math.Abs(number));
        return words.ToString();
    }

    /// <summary>A place in an order, 1 to 99, in words: "twenty first".</summary>
    internal static string SayOrdinal(int number)
    {
        var unit = number % 10;
        return number switch
        {
            <= 12 => OrdinalEnds[number],
            < 20 => Small[number] + "th",
            _ when unit == 0 => string.Concat(Tens[number / 10].AsSpan()[..^1], "ieth"),
            _ => $"{Tens[number / 10]} {OrdinalEnds[unit]}",
        };
    }

    /// <summary>The value of number words, parted by blanks; null where they are none.</summary>
    public static double? Parse(string words) => Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The value of number words; null where they are none. "percent" at the end is left aside.</summary>
    public static double? Parse(ReadOnlySpan<string> words)
    {
        words = words.Length > 1 && words[^1] == "percent" ? words[..^1] : words;
        if (words.Length == 0)
        {
            return null;
        }

        var sign = words[0] is "minus" or "negative" ? -1 : 1;
        return sign * ParsePositive(sign < 0 ? words[1..] : words);
    }

    private static double? ParsePositive(ReadOnlySpan<string> words)
    {
        if (words is ["half"] or ["a", "half"])
        {
            return 0.5;
        }

        if (words is [.. var before, "and", "a", "half"])
        {
            return ParseWhole(before) + 0.5;
        }

        var point = words.IndexOf("point");
        return point < 0 ? ParseWhole(words) : (point == 0 ? 0 : ParseWhole(words[..point])) + ParseFraction(words[(point + 1)..]);
    }

    private static double? ParseFraction(ReadOnlySpan<string> digits)
    {
        if (digits.Length == 0)
        {
            return null;
        }

        double value = 0;
        double divisor = 1;
        foreach (var word in digits)
        {
            if (DigitOf(word) is not { } digit)
            {
                return null;
            }

            value = (value * 10) + digit;
            divisor *= 10;
        }

        return value / divisor;
    }

    private static double? ParseWhole(ReadOnlySpan<string> words)
    {
        if (words.Length == 0)
        {
            return null;
        }

        return ParseDigits(words) ?? ParseCardinal(words);
    }

    // "one two three", "one oh five": at least two digits, one after the other.
    private static double? ParseDigits(ReadOnlySpan<string> words)
    {
        double value = 0;
        foreach (var word in words)
        {
            if (DigitOf(word) is not { } digit)
            {
                return null;
            }

            value = (value * 10) + digit;
        }

        return words.Length > 15 ? null : value;
    }

    private static double? ParseCardinal(ReadOnlySpan<string> words)
    {
        double total = 0;
        double group = 0;
        double room = double.PositiveInfinity; // what may still be added below the last word
        for (var i = 0; i < words.Length; i++)
        {
            var (value, isScale) = ValueOf(words[i]);
            if (words[i] is "and" && i > 0 && i + 1 < words.Length)
            {
                continue;
            }

            if (words[i] is "a" or "an" && i + 1 < words.Length && ValueOf(words[i + 1]).IsScale)
            {
                continue;
            }

            if (value < 0 || (!isScale && value >= room))
            {
                return null;
            }

            (total, group, room) = isScale ? Scale(total, group, value) : (total, group + value, value is >= 20 and <= 90 ? 10 : 0);
        }

        return total + group;
    }

    private static (double Total, double Group, double Room) Scale(double total, double group, double scale)
    {
        var times = group == 0 ? 1 : group;
        return scale == 100 ? (total, times * 100, 100) : (total + (times * scale), 0, double.PositiveInfinity);
    }

    private static (double Value, bool IsScale) ValueOf(string word)
    {
        var small = Array.IndexOf(Small, word);
        var tens = small < 0 && word.Length > 0 ? Array.IndexOf(Tens, word) : -1;
        return word switch
        {
            "hundred" => (100, true),
            "thousand" => (1_000, true),
            "million" => (1_000_000, true),
            _ => (small >= 0 ? small : tens * 10, false),
        };
    }

    private static int? DigitOf(string word)
    {
        var digit = word is "oh" or "nought" ? 0 : Array.IndexOf(Small, word);
        return digit is >= 0 and <= 9 ? digit : null;
    }

    private static void AppendWhole(StringBuilder words, long number)
    {
        if (number >= 1_000_000)
        {
            AppendScaled(words, number, 1_000_000, "million");
        }
        else if (number >= 1_000)
        {
            AppendScaled(words, number, 1_000, "thousand");
        }
        else if (number >= 100)
        {
            AppendScaled(words, number, 100, "hundred");
        }
        else
        {
            words.Append(number < 20 ? Small[number] : Tens[number / 10]);
            words.Append(number >= 20 && number % 10 > 0 ? " " + Small[number % 10] : "");
        }
    }

    private static void AppendScaled(StringBuilder words, long number, long scale, string name)
    {
        AppendWhole(words, number / scale);
        words.Append(' ').Append(name);
        if (number % scale > 0)
        {
            words.Append(' ');
            AppendWhole(words, number % scale);
        }
    }
}

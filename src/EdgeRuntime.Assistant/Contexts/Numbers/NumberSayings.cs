using System.Globalization;

namespace EdgeRuntime.Assistant.Contexts.Numbers;

/// <summary>The ways of saying a number or a clock time written in digits.</summary>
internal static class NumberSayings
{
    private const int LongestDigitString = 15;

    /// <summary>The end of the number that begins at an offset: digits, with thousands commas,
    /// a decimal point or a clock colon inside.</summary>
    public static int EndOfNumber(string text, int at)
    {
        at = EndOfDigits(text, at);
        while (at < text.Length && text[at] == ',' && EndOfDigits(text, at + 1) == at + 4)
        {
            at += 4;
        }

        var end = at < text.Length && text[at] is '.' or ':' ? EndOfDigits(text, at + 1) : at;
        return end > at + 1 && (text[at] == '.' || end == at + 3) ? end : at;
    }

    /// <summary>Ways of saying it, the usual one first; never empty.</summary>
    public static IReadOnlyList<string> Find(string written)
    {
        var digits = written.Replace(",", "", StringComparison.Ordinal);
        var colon = digits.IndexOf(':');
        var point = digits.IndexOf('.');
        if (colon >= 0)
        {
            return Clock(digits[..colon], digits[(colon + 1)..]);
        }

        return point >= 0 ? Decimal(digits[..point], digits[(point + 1)..]) : Whole(digits);
    }

    private static List<string> Whole(string digits)
    {
        var sayings = new List<string>();
        if (digits.Length <= 9 && (digits[0] != '0' || digits.Length == 1))
        {
            AddCardinal(sayings, long.Parse(digits, CultureInfo.InvariantCulture));
        }

        if (digits.Length is 3 or 4 && digits[0] != '0')
        {
            sayings.Add(Pairs(digits[..^2], digits[^2..]));
        }

        if (digits.Length is > 1 and <= LongestDigitString || sayings.Count == 0)
        {
            sayings.Add(OneByOne(digits, "zero"));
            sayings.Add(OneByOne(digits, "oh"));
        }

        return sayings.Distinct().ToList();
    }

    private static void AddCardinal(List<string> sayings, long number)
    {
        sayings.Add(SpokenNumber.Say(number));
        var rest = number % 100;
        if (number > 100 && rest > 0)
        {
            sayings.Add($"{SpokenNumber.Say(number - rest)} and {SpokenNumber.Say(rest)}");
        }
    }

    private static List<string> Decimal(string whole, string parts)
    {
        var sayings = new List<string>();
        var said = whole.Length <= 9 ? SpokenNumber.Say(long.Parse(whole, CultureInfo.InvariantCulture)) : OneByOne(whole, "zero");
        sayings.Add($"{said} point {OneByOne(parts[..Math.Min(parts.Length, LongestDigitString)], "zero")}");
        if (whole.Length <= 2 && parts.Length == 2)
        {
            sayings.AddRange(Clock(whole, parts));
        }

        return sayings;
    }

    private static List<string> Clock(string hours, string minutes)
    {
        var hour = hours.Length <= 9 ? long.Parse(hours, CultureInfo.InvariantCulture) : 0;
        var said = SpokenNumber.Say(hour);
        var isPadded = hours is ['0', >= '1' and <= '9'];
        return (hour, minutes) switch
        {
            (_, "00") when isPadded => [$"oh {said} hundred", $"zero {said} hundred"],
            _ when isPadded => [$"oh {Pairs(hours, minutes)}", $"zero {Pairs(hours, minutes)}"],
            (0, "00") => ["midnight", "zero hundred"],
            (_, "00") => [$"{said} o'clock", said, $"{said} hundred"],
            _ => [Pairs(hour.ToString(CultureInfo.InvariantCulture), minutes)],
        };
    }

    private static string Pairs(string first, string last)
    {
        var said = SpokenNumber.Say(long.Parse(first, CultureInfo.InvariantCulture));
        var number = int.Parse(last, CultureInfo.InvariantCulture);
        return number == 0 ? $"{said} hundred"
            : number < 10 ? $"{said} oh {SpokenNumber.Say(number)}" : $"{said} {SpokenNumber.Say(number)}";
    }

    private static string OneByOne(string digits, string zero) =>
        string.Join(' ', digits.Select(digit => digit == '0' ? zero : SpokenNumber.Small[digit - '0']));

    private static int EndOfDigits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }
}

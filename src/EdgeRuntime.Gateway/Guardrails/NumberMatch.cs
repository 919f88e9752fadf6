using System.Globalization;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Says whether a run of digit groups begins with a payment card (ISO/IEC 7812: 13 to 19 digits with Luhn's check digit) or a
/// phone number (E.164, or the
/// usual national ways of writing one). The longest reading wins.</summary>
internal static class NumberMatch
{
    /// <summary>No match is longer than this: 17 digits with two separators between each.</summary>
    public const int LongestChars = 17 + 16 * 2 + 2;

    private const int MostGroups = 20;
    private const int MostDigits = 19;

    /// <summary>Whether this is a digit of any script.</summary>
    public static bool IsDigit(char c) => char.IsAsciiDigit(c) || (c > 127 && char.IsDigit(c));

    /// <summary>Whether this may stand between the groups of one number.</summary>
    public static bool IsSeparator(char c) => IsCardSeparator(c) || c is '.' or '(' or ')';

    /// <summary>Looks at the beginning of a run.</summary>
    /// <param name="run">Digits and separators, perhaps with <c>+</c> or <c>(</c> first.</param>
    /// <param name="end">Where the match ends; without one, where the first group does.</param>
    public static PersonalDataKind Find(ReadOnlySpan<char> run, out int end)
    {
        Span<(int At, int Length)> groups = stackalloc (int, int)[MostGroups];
        Span<char> digits = stackalloc char[MostDigits + 1];
        var (groupCount, digitCount) = Split(run, groups, digits);
        end = groupCount == 0 ? run.Length : groups[0].At + groups[0].Length;
        for (var last = groupCount - 1; last >= 0; digitCount -= groups[last].Length, last--)
        {
            var kind = digitCount > MostDigits ? PersonalDataKind.None : Kind(run, groups[..(last + 1)], digits[..digitCount]);
            if (kind != PersonalDataKind.None)
            {
                end = groups[last].At + groups[last].Length;
                return kind;
            }
        }

        return PersonalDataKind.None;
    }

    private static (int Groups, int Digits) Split(ReadOnlySpan<char> run, Span<(int At, int Length)> groups, Span<char> digits)
    {
        var (groupCount, digitCount) = (0, 0);
        for (var at = 0; at < run.Length && digitCount <= MostDigits; at++)
        {
            if (!IsDigit(run[at]))
            {
                continue;
            }

            if (at == 0 || !IsDigit(run[at - 1]))
            {
                if (groupCount == groups.Length)
                {
                    break;
                }

                groups[groupCount++] = (at, 0);
            }

            digits[digitCount++] = (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(run[at]));
            groups[groupCount - 1].Length++;
        }

        return (groupCount, digitCount);
    }

    private static PersonalDataKind Kind(ReadOnlySpan<char> run, ReadOnlySpan<(int At, int Length)> groups, ReadOnlySpan<char> digits) =>
        IsCard(run, groups, digits) ? PersonalDataKind.Card
        : IsPhone(run, groups, digits) ? PersonalDataKind.Phone
        : PersonalDataKind.None;

    private static bool IsCard(ReadOnlySpan<char> run, ReadOnlySpan<(int At, int Length)> groups, ReadOnlySpan<char> digits)
    {
        if (digits.Length < 13 || digits[0] is < '2' or > '6' || !HasCardShape(groups))
        {
            return false;
        }

        for (var next = 1; next < groups.Length; next++)
        {
            var gap = groups[next - 1].At + groups[next - 1].Length;
            if (groups[next].At - gap != 1 || !IsCardSeparator(run[gap]))
            {
                return false;
            }
        }

        return HasLuhnDigit(digits);
    }

    // One group, digit by digit, fours with a shorter rest, or 4-6-4 and 4-6-5. Other shapes are lists of numbers, of which every tenth has a right check digit.
    private static bool HasCardShape(ReadOnlySpan<(int At, int Length)> groups)
    {
        var size = groups[0].Length;
        if (groups.Length == 3 && size == 4 && groups[1].Length == 6 && groups[2].Length is 4 or 5)
        {
            return true;
        }

        for (var next = 1; next < groups.Length; next++)
        {
            if (groups[next].Length > size || (groups[next].Length < size && next < groups.Length - 1))
            {
                return false;
            }
        }

        return groups.Length == 1 || size is 1 or 4;
    }

    private static bool HasLuhnDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var back = 0; back < digits.Length; back++)
        {
            var digit = digits[digits.Length - 1 - back] - '0';
            digit = back % 2 == 1 ? digit * 2 : digit;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }

    private static bool IsPhone(ReadOnlySpan<char> run, ReadOnlySpan<(int At, int Length)> groups, ReadOnlySpan<char> digits)
    {
        if (groups[0].At > 0 && run[groups[0].At - 1] == '+')
        {
            return digits.Length is >= 8 and <= 15 && digits[0] != '0';
        }

        if (digits.StartsWith("00"))
        {
            return digits.Length is >= 10 and <= 17 && digits[2] != '0';
        }

        return digits[0] == '0' ? IsNational(groups, digits) : IsNorthAmerican(groups, digits);
    }

    // With a trunk zero. Not a decimal fraction (0.1234) and not a date with a time behind it (01.02.2026 10).
    private static bool IsNational(ReadOnlySpan<(int At, int Length)> groups, ReadOnlySpan<char> digits) =>
        digits.Length is >= 9 and <= 12 && groups[0].Length >= 2
        && !(groups.Length >= 3 && groups[0].Length == 2 && groups[1].Length <= 2 && groups[2].Length == 4);

    private static bool IsNorthAmerican(ReadOnlySpan<(int At, int Length)> groups, ReadOnlySpan<char> digits)
    {
        if (digits.Length == 11 && digits[0] == '1' && groups[0].Length == 1)
        {
            groups = groups[1..]; // the country
            digits = digits[1..];
        }

        var shape = groups.Length == 1 || (groups.Length == 3 && groups[0].Length == 3 && groups[1].Length == 3);
        return digits.Length == 10 && shape && digits[0] >= '2' && digits[3] >= '2';
    }

    private static bool IsCardSeparator(char c) =>
        c is ' ' or '-' or '\u00a0' or '\u2009' or '\u202f' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u200b' or '\u2060';
}

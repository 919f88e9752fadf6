using System.Globalization;

namespace EdgeRuntime.Gateway.Guardrails.PersonalData;

/// <summary>Says whether a run of digit groups begins with a payment card (ISO/IEC 7812: 13 to 19 digits with Luhn's check digit) or a
/// phone number (E.164, or the
/// usual national ways of writing one). The longest reading wins.</summary>
internal static class NumberMatch
{
    /// <summary>Most characters between two groups of one number, as in " - ".</summary>
    public const int MostSeparators = 3;

    /// <summary>No match is longer than this: 19 digits with separators between each.</summary>
    public const int LongestChars = MostDigits + (MostDigits - 1) * MostSeparators;

    /// <summary>The first of ten characters that stand for the digits 0 to 9 of scripts whose digits take two (Unicode has set them aside
    /// for use within a program).</summary>
    public const char FirstStandIn = '\ufdd0';

    private const int MostGroups = 20;
    private const int MostDigits = 19;
    private const int LeastDigits = 13; // of a card
    private const int MostPhoneSeparators = 2; // as in ") "
    private const int LongestArea = 6;

    /// <summary>Whether this is a digit of any script.</summary>
    public static bool IsDigit(char c) => char.IsAsciiDigit(c) || (c > 127 && (char.IsDigit(c) || IsStandIn(c)));

    /// <summary>Whether this stands for a digit of two characters.</summary>
    public static bool IsStandIn(char c) => c is >= FirstStandIn and <= (char)(FirstStandIn + 9);

    /// <summary>Whether this may stand between the groups of one number.</summary>
    public static bool IsSeparator(char c) => Glyphs.IsMark(c) || Glyphs.Fold(c) is var folded
        && (IsUsualSeparator(folded) || IsOddSeparator(folded) || folded is '(' or ')');

    /// <summary>Looks at the beginning of a run.</summary>
    /// <param name="run">Digits and separators, perhaps with <c>+</c> or <c>(</c> first.</param>
    /// <param name="glue">What it touches.</param>
    /// <param name="end">Where the match ends; without one, where the first group does.</param>
    public static PersonalDataKind Find(ReadOnlySpan<char> run, NumberGlue glue, out int end)
    {
        Span<char> folded = stackalloc char[run.Length];
        for (var at = 0; at < run.Length; at++)
        {
            folded[at] = Glyphs.Fold(run[at]);
        }

        var kind = Find(folded, glue, joinsInvisible: false, out end);
        return kind == PersonalDataKind.None && HasInvisible(folded) ? Find(folded, glue, joinsInvisible: true, out end) : kind;
    }

    private static PersonalDataKind Find(ReadOnlySpan<char> run, NumberGlue glue, bool joinsInvisible, out int end)
    {
        Span<Group> groups = stackalloc Group[MostGroups];
        Span<char> digits = stackalloc char[MostDigits + 1];
        var (groupCount, digitCount) = Split(run, joinsInvisible, groups, digits);
        var isFraction = IsFraction(run, groups[..groupCount]);
        end = groupCount == 0 ? run.Length : EndOfDigits(run, groups[isFraction ? 1 : 0].At);
        for (var last = groupCount - 1; last >= 0; digitCount -= groups[last].Length, last--)
        {
            if (digitCount > MostDigits) continue;
            var first = groups[..(last + 1)];
            var number = digits[..digitCount];
            var endOfLast = EndOfDigits(run, groups[last].End);
            var kind = Kind(run, first, number, isFraction);
            var at = endOfLast == run.Length ? glue : glue with { Behind = Touch.Nothing };
            if (kind != PersonalDataKind.None && IsSure(run, first, number, kind, at))
            {
                end = endOfLast;
                return kind;
            }
        }

        return PersonalDataKind.None;
    }

    private static bool IsSure(
        ReadOnlySpan<char> run, ReadOnlySpan<Group> groups, ReadOnlySpan<char> digits, PersonalDataKind kind, NumberGlue glue)
    {
        if (glue == default) return true;
        if (kind == PersonalDataKind.Card) return IsSureCard(groups, digits, glue);
        if (IsInternational(run, groups)) return true;
        if (glue.IsTime && groups[0].Length <= 2) return false; // seconds and their fraction
        return glue switch
        {
            { Before: Touch.Letter } => false,
            { Behind: Touch.Letter } => groups.Length > 1 && groups[0].Length <= LongestArea, // not 01234567-123a, as a UUID begins
            _ => groups.Length > 1 || digits[0] == '0',
        };
    }

    // Nobody issues 13 digits any more, and a clock's milliseconds have as many.
    private static bool IsSureCard(ReadOnlySpan<Group> groups, ReadOnlySpan<char> digits, NumberGlue glue)
    {
        if (glue is { Before: Touch.Nothing, Behind: Touch.Nothing }) return true;
        var isCount = groups.Length == 1 && digits.Length == LeastDigits && (glue.Before == Touch.Letter || glue.Behind == Touch.Letter);
        return !isCount && CardNetworks.Issue(digits);
    }

    private static bool IsInternational(ReadOnlySpan<char> run, ReadOnlySpan<Group> groups) => run[..groups[0].At].Contains('+');

    private static bool HasInvisible(ReadOnlySpan<char> run)
    {
        foreach (var c in run)
        {
            if (c > 127 && Glyphs.IsJoined(c)) return true;
        }

        return false;
    }

    private static (int Groups, int Digits) Split(ReadOnlySpan<char> run, bool joinsInvisible, Span<Group> groups, Span<char> digits)
    {
        var (groupCount, digitCount) = (0, 0);
        var isInside = false;
        for (var at = 0; at < run.Length && digitCount <= MostDigits; at++)
        {
            if (!IsDigit(run[at]))
            {
                isInside &= Glyphs.IsMark(run[at]) || (joinsInvisible && Glyphs.IsJoined(run[at]));
                continue;
            }

            if (!isInside)
            {
                if (groupCount == groups.Length)
                {
                    break;
                }

                groups[groupCount++] = new Group(at);
            }

            isInside = true;
            digits[digitCount++] = (char)('0' + ValueOf(run[at]));
            groups[groupCount - 1].Length++;
            groups[groupCount - 1].End = at + 1;
        }

        return (groupCount, digitCount);
    }

    private static PersonalDataKind Kind(
        ReadOnlySpan<char> run, ReadOnlySpan<Group> groups, ReadOnlySpan<char> digits, bool isFraction) =>
        IsCard(run, groups, digits) ? PersonalDataKind.Card
        : !isFraction && IsPhone(run, groups, digits) ? PersonalDataKind.Phone
        : PersonalDataKind.None;

    private static bool IsCard(ReadOnlySpan<char> run, ReadOnlySpan<Group> groups, ReadOnlySpan<char> digits)
    {
        if (digits.Length < LeastDigits || digits[0] is < '2' or > '6' || !HasCardShape(groups) || !HasLuhnDigit(digits))
        {
            return false;
        }

        return IsUsuallyWritten(run, groups) || (HasOddGaps(run, groups) && CardNetworks.Issue(digits));
    }

    // One group, groups of one size with a shorter rest, or 4-6-4 and 4-6-5. Other shapes are lists of numbers, of which every tenth has
    // a right check digit.
    private static bool HasCardShape(ReadOnlySpan<Group> groups)
    {
        if (IsFourSix(groups))
        {
            return true;
        }

        var size = groups[0].Length;
        for (var next = 1; next < groups.Length; next++)
        {
            if (groups[next].Length > size || (groups[next].Length < size && next < groups.Length - 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsFourSix(ReadOnlySpan<Group> groups) =>
        groups.Length == 3 && groups[0].Length == 4 && groups[1].Length == 6 && groups[2].Length is 4 or 5;

    // As on a card, or digit by digit, with one space or hyphen between.
    private static bool IsUsuallyWritten(ReadOnlySpan<char> run, ReadOnlySpan<Group> groups)
    {
        for (var next = 1; next < groups.Length; next++)
        {
            var gap = Gap(run, groups, next);
            if (gap.Length != 1 || !IsUsualSeparator(gap[0]) || gap[0] == '.')
            {
                return false;
            }
        }

        return groups.Length == 1 || groups[0].Length is 1 or 4;
    }

    // Fours and 4-6-5 with anything between them; pairs and other sizes with the same between all, but not with what separates a list.
    private static bool HasOddGaps(ReadOnlySpan<char> run, ReadOnlySpan<Group> groups)
    {
        for (var next = 1; next < groups.Length; next++)
        {
            var gap = Gap(run, groups, next);
            var isBehindFirst = next == 1 && groups[0].Length == 4 && run[..groups[0].At] is "("; // (4111) 1111 …
            gap = isBehindFirst && gap is [')', ..] ? gap[1..] : gap;
            if (gap.Length > MostSeparators || gap.IndexOfAny('(', ')') >= 0)
            {
                return false;
            }

            if (groups[0].Length != 4 && (gap.IndexOfAny(",;\r\n") >= 0 || !gap.SequenceEqual(Gap(run, groups, 1))))
            {
                return false;
            }
        }

        return true;
    }

    private static ReadOnlySpan<char> Gap(ReadOnlySpan<char> run, ReadOnlySpan<Group> groups, int before) =>
        run[EndOfDigits(run, groups[before - 1].End)..groups[before].At];

    // A whole number, a point or a comma, and one group behind it: the digits of a fraction are nobody's number.
    private static bool IsFraction(ReadOnlySpan<char> run, ReadOnlySpan<Group> groups)
    {
        if (groups.Length < 2 || run[..groups[0].At].Contains('+') || (groups[0].Length > 1 && ValueOf(run[groups[0].At]) == 0))
        {
            return false;
        }

        var gap = Gap(run, groups, 1);
        return gap is "." or "," && (groups.Length == 2 || Gap(run, groups, 2)[0] != gap[0]);
    }

    private static int EndOfDigits(ReadOnlySpan<char> run, int at)
    {
        while (at < run.Length && (IsDigit(run[at]) || Glyphs.IsMark(run[at])))
        {
            at++;
        }

        return at;
    }

    private static int ValueOf(char digit) => IsStandIn(digit) ? digit - FirstStandIn : CharUnicodeInfo.GetDecimalDigitValue(digit);

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

    private static bool IsPhone(ReadOnlySpan<char> run, ReadOnlySpan<Group> groups, ReadOnlySpan<char> digits)
    {
        var isInternational = IsInternational(run, groups);
        for (var next = 1; next < groups.Length; next++)
        {
            var gap = Gap(run, groups, next);
            // 030/1234567, but not 01/02/2026
            var isBehindArea = next == 1 && groups[0].Length is >= 3 and <= LongestArea && digits[0] == '0';
            var isStroke = gap is "/" && (isInternational || isBehindArea);
            if (!isStroke && !IsPhoneGap(gap))
            {
                return false;
            }
        }

        if (isInternational)
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
    private static bool IsNational(ReadOnlySpan<Group> groups, ReadOnlySpan<char> digits) =>
        digits.Length is >= 9 and <= 12 && groups[0].Length >= 2
        && !(groups.Length >= 3 && groups[0].Length == 2 && groups[1].Length <= 2 && groups[2].Length == 4);

    private static bool IsNorthAmerican(ReadOnlySpan<Group> groups, ReadOnlySpan<char> digits)
    {
        if (digits.Length == 11 && digits[0] == '1' && groups[0].Length == 1)
        {
            groups = groups[1..]; // the country
            digits = digits[1..];
        }

        var shape = groups.Length == 1 || (groups.Length == 3 && groups[0].Length == 3 && groups[1].Length == 3);
        return digits.Length == 10 && shape && digits[0] >= '2' && digits[3] >= '2';
    }

    private static bool IsPhoneGap(ReadOnlySpan<char> gap)
    {
        foreach (var c in gap)
        {
            if (!IsUsualSeparator(c) && c is not ('(' or ')'))
            {
                return false;
            }
        }

        return gap.Length <= MostPhoneSeparators;
    }

    // The last three stand for a hyphen in Japanese: the minus, and the marks of a long vowel.
    private static bool IsUsualSeparator(char c) => c is ' ' or '-' or '.'
        or '\u00a0' or '\u2009' or '\u202f' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2015' or '\u200b' or '\u2060'
        or '\u2212' or '\u30fc' or '\uff70';

    private static bool IsOddSeparator(char c) => c < 128
        ? c is ',' or '/' or '_' or '|' or ':' or ';' or '*' or '~' or '=' or '\\' or '\'' or '\t' or '\r' or '\n'
        : c is '\u00b7' or '\u2022' or '\u2219' or '\u22c5' or '\u30fb'
            || char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation or UnicodeCategory.Format;

    private record struct Group(int At)
    {
        public int Length { get; set; }

        public int End { get; set; }
    }
}

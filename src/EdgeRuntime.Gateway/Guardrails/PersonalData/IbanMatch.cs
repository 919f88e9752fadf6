namespace EdgeRuntime.Gateway.Guardrails.PersonalData;

/// <summary>Recognises international bank account numbers: ISO 13616, two letters of a country that has them, two check digits, as many
/// more as that country's have, and 1 modulo 97 (ISO/IEC 7064), with single spaces or hyphens between.</summary>
internal static class IbanMatch
{
    /// <summary>Characters of the longest that there can be, without what stands between.</summary>
    public const int MostChars = 34;

    private const int HeadChars = 4;
    private const int EntryChars = 4;

    // Countries and the whole length of their numbers. Source: SWIFT's registry of ISO 13616, and the banks of the countries from DZ on,
    // which are not in it.
    private const string Lengths =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27"
        + "GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23"
        + "PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30"
        + "DZ26AO25BJ28BF28CM27CV25CF27TD27KM27CG27CI28GQ27GA27GW25IR26MG27ML28MA28MZ25NE28SN28TG28";

    /// <summary>Whether this may stand between two groups.</summary>
    public static bool IsSeparator(char c) =>
        c is ' ' or '-' or '\u00a0' or '\u2009' or '\u202f' or '\u2010' or '\u2011' or '\u3000' or '\uff0d';

    /// <summary>Whether a word can be the beginning of one.</summary>
    /// <param name="word">Folded, without characters that are joined to others.</param>
    public static bool CanBegin(ReadOnlySpan<char> word)
    {
        if (word.Length > MostChars + MostChars / 4 || !HasHead(word)) return false;
        for (var at = HeadChars; at < word.Length; at++)
        {
            if (!char.IsAsciiLetterOrDigit(word[at]) && !(IsSeparator(word[at]) && !IsSeparator(word[at - 1])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a text begins with a country and two digits.</summary>
    /// <param name="text">Folded, without characters that are joined to others.</param>
    public static bool HasHead(ReadOnlySpan<char> text) => text.Length >= HeadChars
        && char.IsAsciiLetter(text[0]) && char.IsAsciiLetter(text[1]) && char.IsAsciiDigit(text[2]) && char.IsAsciiDigit(text[3])
        && LengthIn(text) > 0;

    /// <summary>Length, with all that stands between, of the one that a text begins with; zero for none.</summary>
    public static int Find(ReadOnlySpan<char> text)
    {
        Span<char> number = stackalloc char[MostChars];
        var (count, afterSeparator) = (0, false);
        for (var at = 0; at < text.Length && count < MostChars; at++)
        {
            var c = Glyphs.Fold(text[at]);
            if (Glyphs.IsJoined(c)) continue;
            if (IsSeparator(c) && count > 0 && !afterSeparator)
            {
                afterSeparator = true;
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(c)) return 0;
            number[count++] = c;
            afterSeparator = false;
            if (count == HeadChars && !HasHead(number[..count])) return 0;
            if (count < HeadChars || count < LengthIn(number)) continue;
            var goesOn = at + 1 < text.Length && char.IsAsciiDigit(Glyphs.Fold(text[at + 1]));
            return !goesOn && IsNumber(number[..count]) ? at + 1 : 0;
        }

        return 0;
    }

    private static int LengthIn(ReadOnlySpan<char> head)
    {
        ReadOnlySpan<char> country = [char.ToUpperInvariant(head[0]), char.ToUpperInvariant(head[1])];
        for (var at = 0; at < Lengths.Length; at += EntryChars)
        {
            if (Lengths.AsSpan(at, 2).SequenceEqual(country)) return (Lengths[at + 2] - '0') * 10 + Lengths[at + 3] - '0';
        }

        return 0;
    }

    // The first four characters count last. Behind them what mixes cases, or has more letters in lower case than digits, is words.
    private static bool IsNumber(ReadOnlySpan<char> number)
    {
        var (remainder, digits, isLower, isUpper) = (0, 0, false, false);
        for (var at = 0; at < number.Length; at++)
        {
            var c = number[(at + HeadChars) % number.Length];
            remainder = Shift(remainder, c);
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            isLower |= char.IsAsciiLetterLower(c);
            isUpper |= at < number.Length - HeadChars && char.IsAsciiLetterUpper(c);
        }

        return remainder == 1 && (!isLower || (!isUpper && digits * 2 >= number.Length));
    }

    private static int Shift(int remainder, char c) => char.IsAsciiDigit(c)
        ? (remainder * 10 + (c - '0')) % 97
        : (remainder * 100 + (char.ToUpperInvariant(c) - 'A' + 10)) % 97;
}

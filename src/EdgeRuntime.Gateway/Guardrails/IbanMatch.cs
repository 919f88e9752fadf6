namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Recognises international bank account numbers: ISO 13616, two letters, two check digits, 11 to 30 more, and 1 modulo 97
/// (ISO/IEC 7064), with single spaces or hyphens between.</summary>
internal static class IbanMatch
{
    /// <summary>Characters of the longest, without spaces.</summary>
    public const int MostChars = 34;

    private const int LeastChars = 15;
    private const int HeadChars = 4;

    /// <summary>Whether this may stand between two groups.</summary>
    public static bool IsSeparator(char c) =>
        c is ' ' or '-' or '\u00a0' or '\u2009' or '\u202f' or '\u2010' or '\u2011' or '\u3000' or '\uff0d';

    /// <summary>Whether a word can be the beginning of one.</summary>
    /// <param name="word">Folded, without characters that are joined to others.</param>
    public static bool CanBegin(ReadOnlySpan<char> word)
    {
        if (word.Length is < HeadChars or > MostChars + MostChars / 4 || !char.IsAsciiLetter(word[0]) || !char.IsAsciiLetter(word[1])
            || !char.IsAsciiDigit(word[2]) || !char.IsAsciiDigit(word[3]))
        {
            return false;
        }

        for (var at = HeadChars; at < word.Length; at++)
        {
            if (!char.IsAsciiLetterOrDigit(word[at]) && !(IsSeparator(word[at]) && !IsSeparator(word[at - 1])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Length, with all that stands between, of the longest one that a text begins with and that ends where a group ends; zero for
    /// none.</summary>
    public static int Find(ReadOnlySpan<char> text)
    {
        Span<char> head = stackalloc char[HeadChars];
        var longest = 0;
        var (chars, remainder) = (0, 0);
        for (var at = 0; at < text.Length && chars <= MostChars; at++)
        {
            var c = Glyphs.Fold(text[at]);
            if (IsSeparator(c) || Glyphs.IsJoined(c)) continue;
            if (!char.IsAsciiLetterOrDigit(c)) break;
            if (chars < HeadChars) head[chars] = c;
            else remainder = Shift(remainder, c);
            chars++;
            var endsGroup = at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1]);
            if (chars >= LeastChars && endsGroup && IsWhole(head, remainder)) longest = at + 1;
        }

        return longest;
    }

    // The first four characters count last.
    private static bool IsWhole(ReadOnlySpan<char> head, int remainder)
    {
        foreach (var c in head)
        {
            remainder = Shift(remainder, c);
        }

        return remainder == 1;
    }

    private static int Shift(int remainder, char c) => char.IsAsciiDigit(c)
        ? (remainder * 10 + (c - '0')) % 97
        : (remainder * 100 + (char.ToUpperInvariant(c) - 'A' + 10)) % 97;
}

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Recognises international bank account numbers: ISO 13616, two letters, two check digits, 11 to 30 more, and 1 modulo 97
/// (ISO/IEC 7064).</summary>
internal static class IbanMatch
{
    /// <summary>Characters of the longest, without spaces.</summary>
    public const int MostChars = 34;

    private const int LeastChars = 15;

    /// <summary>Whether a word can be the beginning of one.</summary>
    public static bool CanBegin(ReadOnlySpan<char> word)
    {
        if (word.Length is < 4 or > MostChars || !char.IsAsciiLetter(word[0]) || !char.IsAsciiLetter(word[1])
            || !char.IsAsciiDigit(word[2]) || !char.IsAsciiDigit(word[3]))
        {
            return false;
        }

        foreach (var c in word)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Length, with spaces, of the longest one that a text begins with and that ends where a group ends; zero for none.</summary>
    public static int Find(ReadOnlySpan<char> text)
    {
        var longest = 0;
        var (chars, remainder) = (0, 0);
        for (var at = 0; at < text.Length && chars <= MostChars; at++)
        {
            if (text[at] == ' ')
            {
                continue;
            }

            chars++;
            if (chars > 4)
            {
                remainder = Shift(remainder, text[at]);
            }

            if (chars >= LeastChars && (at + 1 == text.Length || text[at + 1] == ' ') && IsWhole(text, remainder))
            {
                longest = at + 1;
            }
        }

        return longest;
    }

    // The first four characters count last.
    private static bool IsWhole(ReadOnlySpan<char> text, int remainder)
    {
        foreach (var c in text[..4])
        {
            remainder = Shift(remainder, c);
        }

        return remainder == 1;
    }

    private static int Shift(int remainder, char c) => char.IsAsciiDigit(c)
        ? (remainder * 10 + (c - '0')) % 97
        : (remainder * 100 + (char.ToUpperInvariant(c) - 'A' + 10)) % 97;
}

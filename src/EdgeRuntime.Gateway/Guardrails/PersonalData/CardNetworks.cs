using System.Globalization;

namespace EdgeRuntime.Gateway.Guardrails.PersonalData;

/// <summary>Whether a number begins and is as long as those that a card network issues, where its shape alone says too little. Source:
/// the ranges that the networks publish for their issuers (ISO/IEC 7812).</summary>
internal static class CardNetworks
{
    // First and last six digits of a range, and the lengths in it.
    private static readonly (int First, int Last, int Least, int Most)[] Ranges =
    [
        (222_100, 272_099, 16, 16), (300_000, 305_999, 14, 14), (340_000, 349_999, 15, 15), (352_800, 358_999, 16, 19),
        (360_000, 369_999, 14, 19), (370_000, 379_999, 15, 15), (380_000, 399_999, 14, 19), (400_000, 499_999, 13, 19),
        (500_000, 509_999, 13, 19), (510_000, 559_999, 16, 16), (560_000, 589_999, 13, 19), (600_000, 699_999, 13, 19),
    ];

    /// <summary>True for digits that can be a card's.</summary>
    /// <param name="digits">At least six, as ASCII.</param>
    public static bool Issue(ReadOnlySpan<char> digits)
    {
        var first = int.Parse(digits[..6], NumberStyles.None, CultureInfo.InvariantCulture);
        foreach (var range in Ranges)
        {
            if (first >= range.First && first <= range.Last) return digits.Length >= range.Least && digits.Length <= range.Most;
        }

        return false;
    }
}

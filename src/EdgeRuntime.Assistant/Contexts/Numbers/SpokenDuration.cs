namespace EdgeRuntime.Assistant.Contexts.Numbers;

/// <summary>English words for lengths of time and their values.</summary>
public static class SpokenDuration
{
    private static readonly Dictionary<string, int> UnitSeconds = new(StringComparer.Ordinal)
    {
        ["second"] = 1,
        ["seconds"] = 1,
        ["minute"] = 60,
        ["minutes"] = 60,
        ["hour"] = 3_600,
        ["hours"] = 3_600,
        ["day"] = 86_400,
        ["days"] = 86_400,
        ["week"] = 604_800,
        ["weeks"] = 604_800,
    };

    /// <summary>Seconds in a length of time said in words parted by blanks; null where it is none.</summary>
    public static double? Parse(string words) => Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Seconds in a length of time said in words; null where it is none.</summary>
    public static double? Parse(ReadOnlySpan<string> words)
    {
        double total = 0;
        var lastUnit = 0;
        while (words.Length > 0)
        {
            words = lastUnit > 0 && words[0] == "and" ? words[1..] : words;
            if (TakePart(ref words, ref lastUnit) is not { } seconds)
            {
                return null;
            }

            total += seconds;
        }

        return lastUnit > 0 ? total : null;
    }

    private static double? TakePart(ref ReadOnlySpan<string> words, ref int lastUnit)
    {
        var unitAt = IndexOfUnit(words);
        if (lastUnit > 0 && PartOfUnit(words, unitAt, out var taken) is { } part)
        {
            words = words[taken..];
            return part * lastUnit;
        }

        if (unitAt < 0)
        {
            // "two minutes thirty": what has no unit counts in the next smaller one.
            var bare = lastUnit is 60 or 3_600 ? SpokenNumber.Parse(words) * (lastUnit / 60) : null;
            words = [];
            return bare;
        }

        var count = CountBeforeUnit(words[..unitAt]);
        lastUnit = UnitSeconds[words[unitAt]];
        words = words[(unitAt + 1)..];
        return count * lastUnit;
    }

    // "an hour and a half": a part of the unit just named, with no unit of its own right behind.
    private static double? PartOfUnit(ReadOnlySpan<string> words, int unitAt, out int taken)
    {
        (taken, double? part) = words switch
        {
            ["a", "half", ..] => (2, 0.5),
            ["half", ..] => (1, 0.5),
            ["a", "quarter", ..] => (2, 0.25),
            ["three", "quarters", ..] => (2, 0.75),
            _ => (0, (double?)null),
        };
        return words.Length > taken && (unitAt == taken || words[taken] is "a" or "an" or "of") ? null : part;
    }

    private static double? CountBeforeUnit(ReadOnlySpan<string> words) => words switch
    {
        ["a" or "an"] => 1,
        ["a", "couple"] or ["a", "couple", "of"] => 2,
        ["half"] or ["a", "half"] or ["half", "a" or "an"] or ["a", "half", "a" or "an"] => 0.5,
        ["quarter"] or ["a", "quarter"] or ["quarter", "of", "a" or "an"] or ["a", "quarter", "of", "a" or "an"] => 0.25,
        ["three", "quarters", "of", "a" or "an"] => 0.75,
        _ => SpokenNumber.Parse(words),
    };

    private static int IndexOfUnit(ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (UnitSeconds.ContainsKey(words[i]))
            {
                return i;
            }
        }

        return -1;
    }
}

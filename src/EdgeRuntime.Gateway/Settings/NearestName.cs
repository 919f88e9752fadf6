namespace EdgeRuntime.Gateway.Settings;

/// <summary>The name that somebody most likely meant.</summary>
internal static class NearestName
{
    /// <summary>The nearest of some names; null when none is near.</summary>
    public static string? Find(string typed, IEnumerable<string> names) =>
        names.Where(name => Distance(typed, name) <= Most(typed)).MinBy(name => Distance(typed, name));

    /// <summary>How far apart two names may be that one was meant by the other: a third of its letters.</summary>
    public static int Most(string typed) => Math.Max(1, typed.Length / 3);

    /// <summary>Letters inserted, left out, replaced or swapped with their neighbour between two names, whatever their case (optimal string
    /// alignment: R. Lowrance and R. A. Wagner, J. ACM 22(2), 1975, without edits inside a swap).</summary>
    public static int Distance(string from, string to)
    {
        var cost = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                var differs = Same(from[i - 1], to[j - 1]) ? 0 : 1;
                cost[i, j] = Math.Min(cost[i - 1, j - 1] + differs, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                var isSwap = i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]);
                if (isSwap) cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[from.Length, to.Length];
    }

    private static bool Same(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}

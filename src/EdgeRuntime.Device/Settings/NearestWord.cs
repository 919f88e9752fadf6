namespace EdgeRuntime.Device.Settings;

/// <summary>Finds the word that was probably meant by one that was mistyped.</summary>
internal static class NearestWord
{
    /// <summary>The nearest candidate by optimal string alignment (a letter missing, added, wrong, or two swapped count one each);
    /// null where none is near.</summary>
    public static string? Find(string typed, IEnumerable<string> candidates) => candidates
        .Where(word => Math.Abs(typed.Length - word.Length) <= Most(typed, word)) // a distance is never below that
        .Select(word => (word, distance: Distance(typed, word)))
        .Where(found => found.distance <= Most(typed, found.word))
        .OrderBy(found => found.distance).ThenBy(found => found.word, StringComparer.Ordinal)
        .Select(found => found.word).FirstOrDefault();

    private static int Most(string typed, string word) => Math.Max(1, Math.Min(typed.Length, word.Length) / 3);

    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1]; // [letters of a taken, letters of b taken]
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++) table[i, j] = i == 0 || j == 0 ? i + j : Cell(table, a, b, i, j);
        }

        return table[a.Length, b.Length];
    }

    private static int Cell(int[,] table, string a, string b, int i, int j)
    {
        var least = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
        var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(least, table[i - 2, j - 2] + 1) : least;
    }
}

namespace EdgeRuntime.Inference.Speech;

/// <summary>The input alphabet of the letters-to-phones model: a to z are 1 to 26, the apostrophe is 27.</summary>
internal static class LetterAlphabet
{
    /// <summary>Ids of the letters of a word, at most <paramref name="limit"/>; other characters are left out, and a word without a letter gives none.</summary>
    public static long[] Encode(string word, int limit)
    {
        long[] ids = [.. word.Select(IdOf).Where(id => id > 0).Take(limit)];
        return ids.Any(id => id <= 26) ? ids : [];
    }

    private static long IdOf(char letter) => letter switch
    {
        >= 'a' and <= 'z' => letter - 'a' + 1,
        >= 'A' and <= 'Z' => letter - 'A' + 1,
        '\'' or '\u2019' => 27,
        _ => 0,
    };
}

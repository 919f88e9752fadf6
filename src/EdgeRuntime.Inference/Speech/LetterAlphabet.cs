namespace EdgeRuntime.Inference.Speech;

/// <summary>The input alphabet of the letters-to-phones model: a to z are 1 to 26, the apostrophe is 27.
/// Accented Latin letters of names are read as the letters that English readers take them for.</summary>
internal static class LetterAlphabet
{
    private static readonly Dictionary<char, string> Accented = Fold(
        "a àáâãåāăą", "ae äæ", "c çćĉċč", "d ďđð", "e èéêëēĕėęě", "g ĝğġģ", "h ĥħ", "i ìíîïĩīĭįı", "j ĵ", "k ķ", "l ĺļľŀł", "n ñńņňŉ",
        "o òóôõōŏő", "oe öøœ", "r ŕŗř", "s śŝşšș", "ss ß", "t ţťŧț", "th þ", "u ùúûũūŭůűų", "ue ü", "w ŵ", "y ýÿŷ", "z źżž");

    /// <summary>Ids of the letters of a word, at most <paramref name="limit"/>;
    /// other characters are left out, and a word without a letter gives none.</summary>
    public static long[] Encode(string word, int limit)
    {
        long[] ids = [.. word.SelectMany(Plain).Select(IdOf).Where(id => id > 0).Take(limit)];
        return ids.Any(id => id <= 26) ? ids : [];
    }

    private static string Plain(char letter) =>
        letter < 128 ? letter.ToString() : Accented.GetValueOrDefault(char.ToLowerInvariant(letter), letter.ToString());

    private static long IdOf(char letter) => letter switch
    {
        >= 'a' and <= 'z' => letter - 'a' + 1,
        >= 'A' and <= 'Z' => letter - 'A' + 1,
        '\'' or '\u2019' => 27,
        _ => 0,
    };

    private static Dictionary<char, string> Fold(params string[] rows) => rows
        .Select(row => row.Split(' '))
        .SelectMany(row => row[1].Select(accented => KeyValuePair.Create(accented, row[0])))
        .ToDictionary();
}

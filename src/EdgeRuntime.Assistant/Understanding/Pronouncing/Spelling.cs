using System.Text;

namespace EdgeRuntime.Assistant.Understanding.Pronouncing;

/// <summary>Reduces a written word to the characters that the lexicon and the guesser know.</summary>
internal static class Spelling
{
    // Own table: string.Normalize needs ICU, which the program leaves out (InvariantGlobalization).
    private const string Accented = "àáâãäåāăąçćčďèéêëēėęěğìíîïīįıłľñńňòóôõöøōőŕřśšşșťțùúûüūůűųýÿźżžđ";
    private const string Plain = "aaaaaaaaacccdeeeeeeeegiiiiiiillnnnoooooooorrssssttuuuuuuuuyyzzzd";

    /// <summary>Lower case, accents off, curly apostrophes straight, other signs as hyphens.</summary>
    public static string Fold(string word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (var character in word.ToLowerInvariant())
            Append(folded, character);
        return folded.ToString().Trim('-');
    }

    private static void Append(StringBuilder folded, char character)
    {
        if (character is (>= 'a' and <= 'z') or '\'' or '-' or '.')
            folded.Append(character);
        else if (character is '’' or '‘' or '`')
            folded.Append('\'');
        else if (Accented.IndexOf(character) is var at and >= 0)
            folded.Append(Plain[at]);
        else if (character is 'ß' or 'æ' or 'œ')
            folded.Append(character switch { 'ß' => "ss", 'æ' => "ae", _ => "oe" });
        else
            folded.Append('-');
    }
}

using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Regular English endings: possessives, plurals and contractions of words whose stem is known.</summary>
internal static class Endings
{
    /// <summary>Sounds that an ending may have.</summary>
    public enum Sound
    {
        /// <summary>S, Z or a syllable, by the phone before it.</summary>
        S,

        /// <summary>Nothing: the apostrophe of "parents'".</summary>
        None,

        /// <summary>'ll.</summary>
        Will,

        /// <summary>'re.</summary>
        Are,

        /// <summary>'ve.</summary>
        Have,

        /// <summary>'d.</summary>
        Had,

        /// <summary>n't.</summary>
        Not,
    }

    private static readonly (string Written, Sound Kind)[] Contractions =
    [
        ("'s", Sound.S), ("'ll", Sound.Will), ("'re", Sound.Are), ("'ve", Sound.Have), ("'d", Sound.Had), ("n't", Sound.Not),
    ];

    private static readonly byte S = Id("S"), Z = Id("Z"), Ah = Id("AH"), Ih = Id("IH");
    private static readonly byte[] Voiceless = [Id("P"), Id("T"), Id("K"), Id("F"), Id("TH")];
    private static readonly byte[] Sibilant = [Id("S"), Id("Z"), Id("SH"), Id("ZH"), Id("CH"), Id("JH")];

    /// <summary>Possible stems of an inflected word, likeliest first; null when it has no such ending.</summary>
    public static Ending? Split(string word)
    {
        foreach (var (written, kind) in Contractions)
        {
            if (word.Length > written.Length && word.EndsWith(written, StringComparison.Ordinal))
                return new Ending(kind, [word[..^written.Length]], StemMayBeUnlisted: true);
        }

        if (word.Length > 2 && word.EndsWith("s'", StringComparison.Ordinal))
            return new Ending(Sound.None, [word[..^1]], StemMayBeUnlisted: true);
        if (word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or '\''))
            return new Ending(Sound.S, PluralStems(word), StemMayBeUnlisted: false);
        return null;
    }

    /// <summary>A stem's phones with the ending said in each usual way.</summary>
    public static IEnumerable<byte[]> Append(byte[] stem, Sound kind) => kind switch
    {
        Sound.None => [stem],
        Sound.S when Sibilant.Contains(stem[^1]) => [[.. stem, Ah, Z], [.. stem, Ih, Z]],
        Sound.S => [[.. stem, Voiceless.Contains(stem[^1]) ? S : Z]],
        Sound.Will => [[.. stem, Ah, Id("L")], [.. stem, Id("L")]],
        Sound.Are => [[.. stem, Id("ER")], [.. stem, Id("R")]],
        Sound.Have => [[.. stem, Ah, Id("V")], [.. stem, Id("V")]],
        Sound.Had => [[.. stem, Ah, Id("D")], [.. stem, Id("D")]],
        Sound.Not => [[.. stem, Ah, Id("N"), Id("T")], [.. stem, Ah, Id("N")]],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string[] PluralStems(string word) =>
        word.EndsWith("ies", StringComparison.Ordinal) ? [word[..^3] + "y", word[..^1]]
        : word.EndsWith("es", StringComparison.Ordinal) ? [word[..^1], word[..^2]]
        : [word[..^1]];

    private static byte Id(string symbol) => (byte)Phones.IdOf(symbol);

    /// <summary>An ending taken off a word.</summary>
    /// <param name="Stems">What may stand before it, likeliest first.</param>
    /// <param name="StemMayBeUnlisted">Whether a stem outside the lexicon will do; a plural's must be a known word.</param>
    public sealed record Ending(Sound Kind, string[] Stems, bool StemMayBeUnlisted);
}

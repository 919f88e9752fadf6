namespace EdgeRuntime.Assistant.Understanding.Pronouncing;

/// <summary>How the letters of the alphabet are called.</summary>
internal static class LetterNames
{
    private static readonly byte[][] Names =
    [
        .. ("EY|B IY|S IY|D IY|IY|EH F|JH IY|EY CH|AY|JH EY|K EY|EH L|EH M|EH N|OW|P IY|K Y UW|AA R|EH S|T IY|Y UW|V IY|" +
            "D AH B AH L Y UW|EH K S|W AY|Z IY").Split('|')
                .Select(name => name.Split(' ').Select(Phones.IdOf).Select(id => (byte)id).ToArray()),
    ];

    /// <summary>Phones of the name of a letter a..z; empty for any other character.</summary>
    public static byte[] Pronounce(char letter) => letter is >= 'a' and <= 'z' ? Names[letter - 'a'] : [];
}

namespace EdgeRuntime.Assistant.Contexts.Text;

/// <summary>Tells whether a name that somebody else gave, such as a contact of a phone, can be said.</summary>
public static class SayableName
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxCharacters = 100;

    /// <summary>Most words; a number counts as many as it takes to say it.</summary>
    public const int MaxWords = 24;

    /// <summary>True for a name with at least one word in it, in letters of any script or in digits,
    /// that is neither too long to say nor to keep.</summary>
    public static bool Is(string? name) => name is { Length: <= MaxCharacters } && WordsIn(NameSayings.Plain(name)) is > 0 and <= MaxWords;

    private static int WordsIn(string name) =>
        TextSplitter.Split(name).Sum(piece => piece.IsBlank ? 0 : piece.Sayings is { } sayings ? sayings[0].Count(' '.Equals) + 1 : 1);
}

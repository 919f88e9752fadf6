namespace EdgeRuntime.Assistant.Contexts.Text;

/// <summary>English short forms that mean the same as two words.</summary>
internal static class Contractions
{
    private static readonly Dictionary<string, string> Long = new(StringComparer.Ordinal)
    {
        ["what's"] = "what is",
        ["where's"] = "where is",
        ["who's"] = "who is",
        ["how's"] = "how is",
        ["when's"] = "when is",
        ["that's"] = "that is",
        ["there's"] = "there is",
        ["it's"] = "it is",
        ["he's"] = "he is",
        ["she's"] = "she is",
        ["i'm"] = "i am",
        ["you're"] = "you are",
        ["we're"] = "we are",
        ["they're"] = "they are",
        ["i've"] = "i have",
        ["you've"] = "you have",
        ["i'll"] = "i will",
        ["i'd"] = "i would",
        ["let's"] = "let us",
        ["don't"] = "do not",
        ["doesn't"] = "does not",
        ["didn't"] = "did not",
        ["isn't"] = "is not",
        ["aren't"] = "are not",
        ["wasn't"] = "was not",
        ["won't"] = "will not",
        ["wouldn't"] = "would not",
        ["couldn't"] = "could not",
        ["shouldn't"] = "should not",
        ["can't"] = "can not",
        ["cannot"] = "can not",
    };

    private static readonly Dictionary<string, string> Short = ShortForms();

    /// <summary>The word itself, and its long form where it has one.</summary>
    public static IReadOnlyList<string> Expand(string word) => Long.TryGetValue(word, out var two) ? [word, two] : [word];

    /// <summary>The short form of two words; null where there is none.</summary>
    public static string? Join(string first, string second) => Short.GetValueOrDefault($"{first} {second}");

    private static Dictionary<string, string> ShortForms()
    {
        var forms = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["per cent"] = "percent",
            ["o clock"] = "o'clock",
            ["o' clock"] = "o'clock",
        };
        foreach (var (word, two) in Long)
        {
            forms.TryAdd(two, word);
        }

        return forms;
    }
}

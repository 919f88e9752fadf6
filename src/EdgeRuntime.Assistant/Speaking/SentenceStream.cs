namespace EdgeRuntime.Assistant.Speaking;

/// <summary>Cuts an answer into sentences while it comes. One thread.</summary>
public sealed class SentenceStream
{
    /// <summary>Characters after which a sentence that does not end is cut at a blank: about half a minute of speech.</summary>
    public const int Longest = 400;

    private string _open = string.Empty;

    /// <summary>Takes the next words in and gives the sentences that are whole now.</summary>
    public IReadOnlyList<string> Push(string words)
    {
        _open += words;
        var end = SentenceSplitter.EndOfWhole(_open);
        return Take(end > 0 || _open.Length <= Longest ? end : EndOfWords(_open));
    }

    /// <summary>Gives the whole words of the sentence that is open and keeps a word that may still grow.</summary>
    public string TakeWords() => string.Join(' ', Take(EndOfWords(_open)));

    /// <summary>Gives everything that is left.</summary>
    public string TakeRest() => string.Join(' ', Take(_open.Length));

    private static int EndOfWords(string text) =>
        text.LastIndexOf(' ') is >= 0 and var blank ? blank + 1 : text.Length > Longest ? text.Length : 0;

    private IReadOnlyList<string> Take(int end)
    {
        if (end == 0) return [];
        var whole = SentenceSplitter.Split(_open[..end]);
        _open = _open[end..];
        return whole;
    }
}

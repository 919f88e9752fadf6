namespace EdgeRuntime.Assistant.Speaking;

/// <summary>Cuts an answer into sentences, so that the first can be heard while the rest is made.</summary>
public static class SentenceSplitter
{
    /// <summary>The sentences in order, trimmed, none empty; <c>7 p.m. or 2.5</c> is not torn apart.</summary>
    public static IReadOnlyList<string> Split(string answer)
    {
        var sentences = new List<string>();
        var from = 0;
        for (var i = 0; i < answer.Length; i++)
        {
            if (EndsHere(answer, i))
            {
                Add(sentences, answer[from..(i + 1)]);
                from = i + 1;
            }
        }

        Add(sentences, answer[from..]);
        return sentences;
    }

    /// <summary>Where the last sentence that is certainly over ends; 0 where none is. What follows may still grow.</summary>
    public static int EndOfWhole(string answer)
    {
        for (var i = answer.Length - 1; i >= 0; i--)
        {
            if (EndsHere(answer, i))
            {
                return i + 1;
            }
        }

        return 0;
    }

    private static bool EndsHere(string text, int i) =>
        text[i] == '\n'
        || (text[i] is '.' or '!' or '?' && i + 2 < text.Length && text[i + 1] == ' ' && BeginsSentence(text[i + 2]));

    private static bool BeginsSentence(char c) => char.IsUpper(c) || char.IsDigit(c) || c is '"' or '\'';

    private static void Add(List<string> sentences, string part)
    {
        var trimmed = part.Trim();
        if (trimmed.Length > 0)
        {
            sentences.Add(trimmed);
        }
    }
}

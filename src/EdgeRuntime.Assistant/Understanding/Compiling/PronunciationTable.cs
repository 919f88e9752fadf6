using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>Pronunciations of the words of a graph, as suffix numbers.</summary>
internal sealed class PronunciationTable
{
    /// <summary>Phones that a wildcard must hear at least.</summary>
    private const int WildcardPhones = 3;

    private readonly int[][] _ofWord; // [words][variants]
    private readonly int[] _ofWildcard;

    private PronunciationTable(int[][] ofWord, int[] ofWildcard) => (_ofWord, _ofWildcard) = (ofWord, ofWildcard);

    /// <summary>Looks all words of a graph up. Fails with <c>context-word-unpronounceable</c>.</summary>
    public static Outcome<PronunciationTable> Create(IReadOnlyList<string> words, Pronouncer pronouncer, PhoneSuffixes suffixes)
    {
        var ofWord = new int[words.Count][];
        for (var word = 0; word < ofWord.Length; word++)
        {
            ofWord[word] = [.. pronouncer.Pronounce(words[word]).Where(phones => phones.Length > 0).Select(phones => suffixes.Add(phones))];
            if (ofWord[word].Length == 0)
                return Unpronounceable(words[word]);
        }

        var any = Enumerable.Repeat(PhoneGraph.AnyPhone, WildcardPhones).ToArray();
        return new PronunciationTable(ofWord, [suffixes.Add(any)]);
    }

    /// <summary>The failure of a word that nobody can say.</summary>
    public static Failure Unpronounceable(string word) => new(
        Stages.Context,
        "context-word-unpronounceable",
        $"The word '{word}' has no letters that could be spoken.",
        "Write it in English letters, as it is said.");

    /// <summary>Suffix numbers of the pronunciations of a word, or of a wildcard.</summary>
    public int[] Find(int word) => word == WordGraph.AnyWords ? _ofWildcard : _ofWord[word];
}

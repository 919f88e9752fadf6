using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace Assistant.Tests.Understanding;

/// <summary>Small random contexts over few words and few phones, so that homophones,
/// shared beginnings and repeated phones abound.</summary>
internal sealed class RandomContext
{
    private static readonly string[] FewPhones = ["AA", "B", "T", "S"];
    private static readonly string[] Vocabulary = ["red", "blue", "two", "to", "ten", "twenty", "go", "stop", "a"];

    private readonly Random _random;

    private RandomContext(int seed) => _random = new Random(seed);

    /// <summary>A graph and a pronouncer that knows its words.</summary>
    public static (WordGraph Graph, Pronouncer Pronouncer) Of(int seed, bool withWildcards = false)
    {
        var random = new RandomContext(seed);
        var lexicon = TestLexicon.Of([.. Vocabulary.SelectMany(random.Pronunciations).Distinct()]);
        var intents = Enumerable.Range(0, 1 + random._random.Next(3)).Select(i => ($"intent{i}", random.Sentence(withWildcards))).ToArray();
        return (Sentences.Graph(intents), new Pronouncer(lexicon));
    }

    private IEnumerable<string> Pronunciations(string word) => Enumerable.Range(0, 1 + _random.Next(2))
        .Select(_ =>
            $"{word} {string.Join(' ', Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => FewPhones[_random.Next(FewPhones.Length)]))}");

    private Part Sentence(bool withWildcards)
    {
        var parts = new List<Part> { Some(2) };
        if (withWildcards)
            parts.Insert(_random.Next(2), new Part.Slot("free", SlotKind.Wildcard, null, new Part.Wild()));
        parts.Insert(_random.Next(2), new Part.Word(Word())); // never the empty sentence
        return new Part.Sequence([.. parts]);
    }

    private string Word() => Vocabulary[_random.Next(Vocabulary.Length)];

    private Part Some(int depth) => _random.Next(depth == 0 ? 1 : 6) switch
    {
        0 => new Part.Word(Word()),
        1 => new Part.Sequence(Some(depth - 1), Some(depth - 1)),
        2 => new Part.Choice(Some(depth - 1), Some(depth - 1)),
        3 => Part.Maybe(Some(depth - 1)),
        4 => Part.List("color", Enumerable.Range(0, 2).Select(_ => $"{Word()} {Word()}").Append(Word()).Distinct()),
        _ => Part.Spoken($"number{_random.Next(2)}", new Part.Choice(Part.Say("two"), Part.Say("ten"), Part.Say("twenty two"))),
    };
}

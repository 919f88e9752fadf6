using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Words and blanks as arcs of an <see cref="ArcStore"/>. Between two words stands at least one blank; words that meet
/// without one are one word ("light" and "s").</summary>
internal sealed class Phrases(ArcStore store)
{
    /// <summary>Word index of an arc that is a blank.</summary>
    public const int Blank = -3;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    public ArcStore Store { get; } = store;

    /// <summary>Words and parts of words, by word index.</summary>
    public List<string> Parts { get; } = [];

    /// <summary>A blank before a node.</summary>
    public int Gap(int next) => Store.Node(Blank, -1, next);

    /// <summary>A part of a word before a node.</summary>
    public int Part(string part, int next) => Store.Node(IdOf(part), -1, next);

    /// <summary>Whole words, given with single blanks between them, before a node.</summary>
    public int Say(string words, int next)
    {
        var node = Gap(next);
        var end = words.Length;
        while (end > 0)
        {
            var start = words.LastIndexOf(' ', end - 1) + 1;
            node = Gap(Part(words[start..end], node));
            end = start - 1;
        }

        return node;
    }

    /// <summary>One of several phrases before a node.</summary>
    public int AnyOf(int next, params ReadOnlySpan<string> phrases)
    {
        var arcs = new List<WordArc>(phrases.Length);
        foreach (var phrase in phrases)
        {
            Store.AddWays(arcs, Say(phrase, next));
        }

        return Store.Node(arcs);
    }

    /// <summary>A phrase that may be left out, before a node.</summary>
    public int Maybe(string words, int next) => Store.Union(Say(words, next), next);

    private int IdOf(string part)
    {
        if (!_ids.TryGetValue(part, out var id))
        {
            _ids[part] = id = Parts.Count;
            Parts.Add(part);
        }

        return id;
    }
}

using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;

namespace Assistant.Tests.Understanding;

/// <summary>Turns parts into a word graph whose arcs lead to higher nodes.</summary>
internal sealed class Sentences
{
    /// <summary>What every slot is said to choose from.</summary>
    public const int ValuesOfASlot = 10;

    private readonly List<(int From, int To, int Word, int Action)> _arcs = [];
    private readonly List<string> _words = [];
    private readonly Dictionary<string, int> _wordIndex = [];
    private readonly List<GraphAction> _actions = [];
    private readonly Dictionary<(GraphActionKind, string, SlotValue?), int> _actionIndex = [];
    private int _nodes = 1;

    public static WordGraph Graph(params (string Intent, Part Part)[] intents)
    {
        var sentences = new Sentences();
        var ends = intents.Select(intent => (sentences.Add(intent.Part, 0), new GraphAction(GraphActionKind.IntentEnd, intent.Intent)))
            .ToList();
        var end = sentences._nodes++;
        foreach (var (from, action) in ends)
            sentences.Arc(from, end, WordGraph.Epsilon, sentences.Index(action));
        return sentences.Build(end);
    }

    private WordGraph Build(int end)
    {
        var sorted = _arcs.OrderBy(arc => arc.From).ToList(); // stable
        var first = new int[_nodes + 1];
        foreach (var arc in sorted)
            first[arc.From + 1]++;
        for (var node = 0; node < _nodes; node++)
            first[node + 1] += first[node];
        return new WordGraph(
            first, [.. sorted.Select(arc => new WordArc(arc.To, arc.Word, arc.Action))], [.. _words], [.. _actions], 0, end);
    }

    private int Add(Part part, int from)
    {
        switch (part)
        {
            case Part.Word word:
                return Arc(from, _nodes++, Index(word.Text), -1);
            case Part.Wild:
                return Arc(from, _nodes++, WordGraph.AnyWords, -1);
            case Part.Sequence sequence:
                return sequence.Parts.Aggregate(from, (at, next) => Add(next, at));
            case Part.Slot slot:
                var inside = Arc(
                    from, _nodes++, WordGraph.Epsilon,
                    Index(new GraphAction(GraphActionKind.SlotBegin, slot.Name, slot.Kind) { Values = ValuesOfASlot }));
                var value = slot.Value is null ? (SlotValue?)null : SlotValue.Create(slot.Kind, slot.Value);
                var end = Index(new GraphAction(GraphActionKind.SlotEnd, slot.Name, slot.Kind, value));
                var last = Add(slot.Inner, inside);
                return Arc(last, _nodes++, WordGraph.Epsilon, end);
            case Part.Choice choice:
                var ends = choice.Parts.Select(one => Add(one, from)).ToList();
                var join = _nodes++;
                ends.ForEach(one => Arc(one, join, WordGraph.Epsilon, -1));
                return join;
            default:
                throw new ArgumentException("No such part.", nameof(part));
        }
    }

    private int Arc(int from, int to, int word, int action)
    {
        _arcs.Add((from, to, word, action));
        return to;
    }

    private int Index(string word)
    {
        if (_wordIndex.TryAdd(word, _words.Count))
            _words.Add(word);
        return _wordIndex[word];
    }

    private int Index(GraphAction action)
    {
        if (_actionIndex.TryAdd((action.Kind, action.Name, action.Value), _actions.Count))
            _actions.Add(action);
        return _actionIndex[(action.Kind, action.Name, action.Value)];
    }
}

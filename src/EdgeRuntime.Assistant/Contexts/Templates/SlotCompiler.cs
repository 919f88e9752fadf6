using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Numbers;
using EdgeRuntime.Assistant.Contexts.Reading;

namespace EdgeRuntime.Assistant.Contexts.Templates;

/// <summary>Writes a reference to a list into a graph, between the marks of its slot.</summary>
internal sealed class SlotCompiler
{
    private const int Dead = ArcStore.Dead;

    private readonly Phrases _phrases;
    private readonly ArcStore _store;
    private readonly ActionTable _actions;
    private readonly SentenceBlock? _block;
    private readonly Func<ListEntry, int, int> _compileEntry;
    private readonly NumberGrammar _numbers;

    /// <param name="phrases">Where it writes.</param>
    /// <param name="actions">Marks of the graph.</param>
    /// <param name="block">The block of sentences, for its conditions on entries; null without any.</param>
    /// <param name="compileEntry">Compiles the words of an entry in front of a node.</param>
    public SlotCompiler(Phrases phrases, ActionTable actions, SentenceBlock? block, Func<ListEntry, int, int> compileEntry)
    {
        _phrases = phrases;
        _store = phrases.Store;
        _actions = actions;
        _block = block;
        _compileEntry = compileEntry;
        _numbers = new NumberGrammar(phrases);
    }

    /// <summary>A slot before a node; <see cref="ArcStore.Dead"/> where the list has nothing to say.</summary>
    public int Build(ListDefinition list, ListNode reference, int next)
    {
        var kind = KindOf(list);
        var wordsOnly = list.Shape == ListShape.Range && list.Range.WordsOnly;
        var (inside, values) = list.Shape switch
        {
            ListShape.Values or ListShape.Dynamic =>
                Entries([.. list.Entries.Where(entry => IsAllowed(entry, reference))], reference, next),
            ListShape.Range => (Built(list, reference, kind, next), ((list.Range.To - list.Range.From) / list.Range.Step) + 1),
            _ => (Built(list, reference, kind, next), 1),
        };
        return Mark(new GraphAction(GraphActionKind.SlotBegin, reference.Slot, kind) { Values = values, WordsOnly = wordsOnly }, inside);
    }

    private int Built(ListDefinition list, ListNode reference, SlotKind kind, int next)
    {
        if (reference.Demands.Count > 0)
        {
            return Dead;
        }

        var written = new GraphAction(GraphActionKind.SlotEnd, reference.Slot, kind)
        {
            Scale = list.Range.Multiplier,
            WordsOnly = list.Shape == ListShape.Range && list.Range.WordsOnly,
            IsOneWish = list.IsOneWish,
        };
        var end = Mark(written, next);
        return list.Shape switch
        {
            ListShape.Range => _numbers.Build(list.Range, end),
            ListShape.Duration => new DurationGrammar(_phrases, _numbers).Build(end),
            ListShape.Time => new TimeGrammar(_phrases, _numbers).Build(end),
            _ => FreeWords(list, end),
        };
    }

    private int FreeWords(ListDefinition list, int end)
    {
        if (list.Holds.Count > 0)
        {
            end = _phrases.AnyOf(_store.Union(AnyWords(end), _phrases.Gap(end)), [.. list.Holds]);
        }

        return list.Begins.Count > 0 ? _phrases.AnyOf(_store.Union(AnyWords(end), _phrases.Gap(end)), [.. list.Begins])
            : list.Holds.Count > 0 ? _store.Union(AnyWords(end), end)
            : AnyWords(end);
    }

    private int AnyWords(int next) => _phrases.Gap(_store.Node(WordGraph.AnyWords, -1, _phrases.Gap(next)));

    private (int Node, long Values) Entries(ListEntry[] entries, ListNode reference, int next)
    {
        var arcs = new List<WordArc>(entries.Length);
        foreach (var entry in entries)
        {
            if (!_store.IsFull)
            {
                var end = new GraphAction(GraphActionKind.SlotEnd, reference.Slot, SlotKind.List, entry.Out) { FixedSlots = Copied(entry) };
                _store.AddWays(arcs, _compileEntry(entry, Mark(end, next)));
            }
        }

        return (_store.Node(arcs), entries.Select(entry => entry.Out).Distinct().LongCount());
    }

    private bool IsAllowed(ListEntry entry, ListNode reference)
    {
        var fits = _block?.Requires.All(condition => !entry.Context.TryGetValue(condition.Key, out var value) || condition.Accepts(value))
            ?? true;
        var isExcluded = _block?.Excludes.Any(
            condition => entry.Context.TryGetValue(condition.Key, out var value) && condition.Accepts(value)) ?? false;
        var meets = reference.Demands.All(condition => entry.Context.TryGetValue(condition.Key, out var value) && condition.Accepts(value));
        return fits && meets && !isExcluded;
    }

    private Dictionary<string, SlotValue> Copied(ListEntry entry)
    {
        var copied = new Dictionary<string, SlotValue>(StringComparer.Ordinal);
        foreach (var condition in _block?.Requires ?? [])
        {
            if (condition.Slot is { } slot && entry.Context.TryGetValue(condition.Key, out var value))
            {
                copied[slot] = SlotValue.Create(SlotKind.List, value);
            }
        }

        return copied;
    }

    private int Mark(GraphAction action, int next) => next == Dead ? Dead : _store.Node(WordGraph.Epsilon, _actions.IndexOf(action), next);

    private static SlotKind KindOf(ListDefinition list) => list.Shape switch
    {
        ListShape.Range => list.Range.Kind,
        ListShape.Duration => SlotKind.Duration,
        ListShape.Time => SlotKind.Time,
        ListShape.Wildcard => SlotKind.Wildcard,
        _ => SlotKind.List,
    };
}

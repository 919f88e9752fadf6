using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Contexts.Text;

namespace EdgeRuntime.Assistant.Contexts.Templates;

/// <summary>Writes parsed templates into a graph, from their end to their start: each part is compiled in front of the node that
/// follows it, and the same part in front of the same node is compiled once.</summary>
internal sealed class TemplateCompiler
{
    /// <summary>Deepest recursion: brackets inside rules inside rules.</summary>
    public const int MaxDepth = 600;

    private const int Dead = ArcStore.Dead;

    private readonly Phrases _phrases;
    private readonly ArcStore _store;
    private readonly ContextScope _scope;
    private readonly SlotCompiler _slots;
    private readonly IReadOnlyList<TemplateNode> _skipWords;
    private readonly Dictionary<(TemplateNode Part, int Next), int> _done = [];
    private readonly Dictionary<(string List, string Slot, ListNode? Demanding, int Next), int> _doneLists = [];
    private int _depth;
    private int _entryDepth;

    public TemplateCompiler(
        Phrases phrases,
        ActionTable actions,
        ContextScope scope,
        SentenceBlock? block,
        IReadOnlyList<TemplateNode> skipWords)
    {
        _phrases = phrases;
        _store = phrases.Store;
        _scope = scope;
        _skipWords = skipWords;
        _slots = new SlotCompiler(phrases, actions, block, CompileEntry);
    }

    /// <summary>True once templates were found nested too deep; what was compiled then is not to be used.</summary>
    public bool IsTooDeep { get; private set; }

    /// <summary>A whole sentence before a node.</summary>
    public int Sentence(TemplateNode sentence, int next)
    {
        var node = Compile(sentence, Gap(Gap(next)));
        return _skipWords.Count == 0 ? node : Gap(Gap(node));
    }

    private int Compile(TemplateNode part, int next)
    {
        _store.Spend(1);
        if (next == Dead || _store.IsFull || IsTooDeep)
        {
            return Dead;
        }

        if (_done.TryGetValue((part, next), out var node))
        {
            return node;
        }

        IsTooDeep |= ++_depth > MaxDepth;
        node = CompilePart(part, next);
        _depth--;
        _done[(part, next)] = node;
        return node;
    }

    private int CompilePart(TemplateNode part, int next) => part switch
    {
        TextNode text => Text(text.Text, next),
        SequenceNode sequence => Sequence(sequence.Items, next),
        AlternativesNode alternatives => Alternatives(alternatives.Items, next),
        PermutationNode permutation => Permutation(permutation.Items, next),
        RuleNode rule => _scope.TryRule(rule.Name, out var template) ? Compile(_scope.Templates.Parsed(template), next) : Dead,
        ListNode list => List(list, next),
        _ => throw new InvalidOperationException($"Unknown part of a template: {part.GetType().Name}."),
    };

    private int Sequence(IReadOnlyList<TemplateNode> items, int next)
    {
        for (var i = items.Count - 1; i >= 0; i--)
        {
            next = Compile(items[i], next);
        }

        return next;
    }

    private int Alternatives(IReadOnlyList<TemplateNode> items, int next)
    {
        var arcs = new List<WordArc>(items.Count);
        foreach (var item in items)
        {
            _store.AddWays(arcs, Compile(item, next));
        }

        return _store.Node(arcs);
    }

    // One node for each set of parts that are still to be said, so n parts take 2^n nodes instead of n! ways.
    private int Permutation(IReadOnlyList<TemplateNode> items, int next)
    {
        var nodes = new int[1 << items.Count];
        nodes[0] = next;
        for (var left = 1; left < nodes.Length; left++)
        {
            var arcs = new List<WordArc>();
            for (var i = 0; i < items.Count; i++)
            {
                if ((left & (1 << i)) != 0)
                {
                    _store.AddWays(arcs, _phrases.Gap(Compile(items[i], _phrases.Gap(nodes[left ^ (1 << i)]))));
                }
            }

            nodes[left] = _store.Node(arcs);
        }

        return nodes[^1];
    }

    private int List(ListNode reference, int next)
    {
        if (!_scope.TryList(reference.List, out var list))
        {
            return Dead;
        }

        var key = (reference.List, reference.Slot, reference.Demands.Count > 0 ? reference : null, next);
        if (!_doneLists.TryGetValue(key, out var node))
        {
            _doneLists[key] = node = _slots.Build(list, reference, next);
        }

        return node;
    }

    private int CompileEntry(ListEntry entry, int next)
    {
        _entryDepth++;
        var node = Compile(_scope.Templates.Parsed(entry.In), next);
        _entryDepth--;
        return node;
    }

    private int Text(string text, int next)
    {
        var pieces = TextSplitter.Split(text);
        for (var i = pieces.Count - 1; i >= 0 && next != Dead; i--)
        {
            var piece = pieces[i];
            next = piece.Word is { } word ? _phrases.Part(word, next)
                : piece.Sayings is { } sayings ? Sayings(sayings, next)
                : Gap(next);
        }

        return next;
    }

    private int Sayings(IReadOnlyList<string> sayings, int next)
    {
        // "p m" is what is said; "pm" only stands for what is typed.
        var said = sayings[0] is "p m" or "a m" ? sayings.Take(1) : sayings;
        return _phrases.AnyOf(next, said.ToArray());
    }

    // Between two words of a sentence a skip word may be said; inside a list entry it may not.
    private int Gap(int next)
    {
        var gap = _phrases.Gap(next);
        if (_skipWords.Count == 0 || _entryDepth > 0 || gap == Dead)
        {
            return gap;
        }

        var arcs = new List<WordArc>();
        _store.AddWays(arcs, gap);
        _entryDepth++;
        foreach (var skipped in _skipWords)
        {
            _store.AddWays(arcs, _phrases.Gap(Compile(skipped, gap)));
        }

        _entryDepth--;
        return _store.Node(arcs);
    }
}

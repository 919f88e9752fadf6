namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Turns a graph of word parts and blanks into a graph of whole words: parts that meet without a blank become one word,
/// blanks vanish, and ways without any word are left out.</summary>
internal sealed class WordAssembler
{
    /// <summary>Most parts in one word.</summary>
    private const int MaxParts = 32;

    /// <summary>Most steps from the first part of a word to all its endings.</summary>
    private const int MaxStepsPerWord = 20_000;

    private readonly Phrases _parts;
    private readonly ArcStore _target;
    private readonly List<string> _words = [];
    private readonly Dictionary<string, int> _wordIds = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<GraphAction> _actions;
    private int _steps;
    private int[] _atBlank = []; // node of the target for each node of the source, seen from between two words

    public WordAssembler(Phrases parts, IReadOnlyList<GraphAction> actions, ArcStore target)
    {
        _parts = parts;
        _actions = actions;
        _target = target;
    }

    /// <summary>True once a word was found with too many parts; what was assembled then is not to be used.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The graph of words that begins at a node; null where nothing can be said or a limit was passed.</summary>
    public WordGraph? Assemble(int start)
    {
        if (start == ArcStore.Dead)
        {
            return null;
        }

        _atBlank = new int[start + 1];
        for (var node = 1; node <= start && !_target.IsFull && !IsTooLong; node++)
        {
            _atBlank[node] = AtBlank(node);
        }

        var first = WithoutEmpty(_atBlank[start]);
        return _target.IsFull || IsTooLong || first == ArcStore.Dead ? null : GraphLayout.Number(_target, first, _words, _actions);
    }

    private int AtBlank(int node)
    {
        var arcs = new List<WordArc>();
        foreach (var arc in _parts.Store.ArcsFrom(node))
        {
            if (arc.Word >= 0)
            {
                _steps = 0;
                AddWord(arcs, _parts.Parts[arc.Word], arc.To, [], 1);
            }
            else if (arc.Word == WordGraph.AnyWords || arc.Action >= 0)
            {
                AddArc(arcs, arc, _atBlank[arc.To]);
            }
            else
            {
                _target.AddWays(arcs, _atBlank[arc.To]);
            }
        }

        return _target.Node(arcs);
    }

    // Follows the parts of one word to its last; marks met on the way go before it (begin) or behind it (end).
    private void AddWord(List<WordArc> arcs, string word, int at, int[] marks, int parts)
    {
        IsTooLong |= parts > MaxParts || ++_steps > MaxStepsPerWord;
        if (IsTooLong || _target.IsFull)
        {
            return;
        }

        if (at == 0)
        {
            AddWhole(arcs, word, marks, 0);
            return;
        }

        var behind = new List<WordArc>(); // where the word is over: once, however many ways go on from there
        foreach (var arc in _parts.Store.ArcsFrom(at))
        {
            if (arc.Word == Phrases.Blank)
            {
                _target.AddWays(behind, _atBlank[arc.To]);
            }
            else if (arc.Word == WordGraph.AnyWords)
            {
                AddArc(behind, arc, _atBlank[arc.To]);
            }
            else
            {
                var longer = arc.Word >= 0 ? word + _parts.Parts[arc.Word] : word;
                AddWord(arcs, longer, arc.To, arc.Action >= 0 ? [.. marks, arc.Action] : marks, parts + 1);
            }
        }

        AddWhole(arcs, word, marks, _target.Node(behind));
    }

    private void AddWhole(List<WordArc> arcs, string word, int[] marks, int next)
    {
        if (next == ArcStore.Dead)
        {
            return;
        }

        var trimmed = word.Trim('\'');
        for (var i = marks.Length - 1; i >= 0; i--)
        {
            next = IsBegin(marks[i]) ? next : _target.Node(WordGraph.Epsilon, marks[i], next);
        }

        next = trimmed.Length == 0 ? next : _target.Node(IdOf(trimmed), -1, next);
        for (var i = marks.Length - 1; i >= 0; i--)
        {
            next = IsBegin(marks[i]) ? _target.Node(WordGraph.Epsilon, marks[i], next) : next;
        }

        _target.AddWays(arcs, next);
    }

    private bool IsBegin(int mark) => _actions[mark].Kind == GraphActionKind.SlotBegin;

    private static void AddArc(List<WordArc> arcs, WordArc arc, int to)
    {
        if (to != ArcStore.Dead)
        {
            arcs.Add(arc with { To = to });
        }
    }

    // A sentence of optional parts only would be understood in silence; what is left begins where a word has been said.
    private int WithoutEmpty(int start)
    {
        var silent = SilentlyReached(start);
        var spoken = new Dictionary<int, int>();
        foreach (var node in silent)
        {
            var arcs = new List<WordArc>();
            foreach (var arc in _target.ArcsFrom(node).ToArray())
            {
                AddArc(arcs, arc, arc.Word == WordGraph.Epsilon ? spoken[arc.To] : arc.To);
            }

            spoken[node] = _target.Node(arcs);
        }

        return start == ArcStore.Dead ? ArcStore.Dead : spoken[start];
    }

    private SortedSet<int> SilentlyReached(int start)
    {
        var reached = new SortedSet<int>();
        var open = new Stack<int>(start == ArcStore.Dead ? [] : [start]);
        while (open.TryPop(out var node))
        {
            if (reached.Add(node))
            {
                foreach (var arc in _target.ArcsFrom(node))
                {
                    if (arc.Word == WordGraph.Epsilon)
                    {
                        open.Push(arc.To);
                    }
                }
            }
        }

        return reached;
    }

    private int IdOf(string word)
    {
        if (!_wordIds.TryGetValue(word, out var id))
        {
            _wordIds[word] = id = _words.Count;
            _words.Add(word);
        }

        return id;
    }
}

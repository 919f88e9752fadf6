namespace EdgeRuntime.Assistant.Contexts.Graphs;

/// <summary>Turns a graph of word parts and blanks into a graph of whole words: parts that meet without a blank become one word,
/// blanks vanish, and ways without any word are left out.</summary>
internal sealed class WordAssembler
{
    /// <summary>Most parts in one word.</summary>
    private const int MaxParts = 32;

    /// <summary>Longest word, in characters: more than any that is spoken, and little to keep for each way of ending it.</summary>
    private const int MaxCharacters = 200;

    /// <summary>Most steps from the first part of a word to all its endings.</summary>
    private const int MaxStepsPerWord = 20_000;

    private readonly Phrases _parts;
    private readonly ArcStore _target;
    private readonly List<string> _words = [];
    private readonly Dictionary<string, int> _wordIds = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<GraphAction> _actions;
    private readonly int _maxWords;
    private int _steps;
    private int[] _atBlank = []; // node of the target for each node of the source, seen from between two words

    public WordAssembler(Phrases parts, IReadOnlyList<GraphAction> actions, ArcStore target, int maxWords)
    {
        _maxWords = maxWords;
        _parts = parts;
        _actions = actions;
        _target = target;
    }

    /// <summary>True once a word was found with too many parts; what was assembled then is not to be used.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>True once there were too many different words; what was assembled then is not to be used.</summary>
    public bool HasTooManyWords => _words.Count > _maxWords;

    /// <summary>The graph of words that begins at a node; null where nothing can be said or a limit was passed.</summary>
    public WordGraph? Assemble(int start)
    {
        if (start == ArcStore.Dead)
        {
            return null;
        }

        _atBlank = new int[start + 1];
        for (var node = 1; node <= start && !IsOver; node++)
        {
            _atBlank[node] = AtBlank(node);
        }

        var first = WithoutEmpty(_atBlank[start]);
        return IsOver || first == ArcStore.Dead ? null : GraphLayout.Number(_target, first, _words, _actions);
    }

    private int AtBlank(int node)
    {
        var arcs = new List<WordArc>();
        foreach (var arc in _parts.Store.ArcsFrom(node))
        {
            if (arc.Word >= 0)
            {
                _steps = 0;
                AddWord(arcs, new Word(_parts.Parts[arc.Word], [], [], 1), arc.To);
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

    // Follows the parts of one word to its last.
    private void AddWord(List<WordArc> arcs, Word word, int at)
    {
        IsTooLong |= word.Parts > MaxParts || word.Text.Length > MaxCharacters || ++_steps > MaxStepsPerWord;
        if (IsOver)
        {
            return;
        }

        if (at == 0)
        {
            AddWhole(arcs, word, 0);
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
                AddWord(arcs, arc.Word >= 0 ? word.With(_parts.Parts[arc.Word]) : word.With(arc.Action), arc.To);
            }
        }

        AddWhole(arcs, word, _target.Node(behind));
    }

    // Of the marks inside a word a begin goes before it and an end behind it; those after its last part stay after it, in their order.
    private void AddWhole(List<WordArc> arcs, Word word, int next)
    {
        if (next == ArcStore.Dead)
        {
            return;
        }

        var trimmed = word.Text.Trim('\'');
        next = Marked(word.After, null, next);
        next = Marked(word.Inside, false, next);
        next = trimmed.Length == 0 ? next : _target.Node(IdOf(trimmed), -1, next);
        _target.AddWays(arcs, Marked(word.Inside, true, next));
    }

    private int Marked(int[] marks, bool? begins, int next)
    {
        for (var i = marks.Length - 1; i >= 0; i--)
        {
            next = begins is null || IsBegin(marks[i]) == begins ? _target.Node(WordGraph.Epsilon, marks[i], next) : next;
        }

        return next;
    }

    private bool IsOver => _target.IsFull || IsTooLong || HasTooManyWords;

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

    /// <summary>The beginning of a word, and the marks met on the way.</summary>
    /// <param name="Text">Its parts so far.</param>
    /// <param name="Inside">Marks with a part of the word on either side.</param>
    /// <param name="After">Marks after the last part.</param>
    /// <param name="Parts">Parts and marks so far.</param>
    private readonly record struct Word(string Text, int[] Inside, int[] After, int Parts)
    {
        public Word With(string part) => new(Text + part, After.Length == 0 ? Inside : [.. Inside, .. After], [], Parts + 1);

        public Word With(int mark) => this with { After = mark < 0 ? After : [.. After, mark], Parts = Parts + 1 };
    }
}

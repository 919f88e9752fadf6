using System.Globalization;
using System.Runtime.InteropServices;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>Turns the word graph into phones so that common beginnings are walked once: a subset construction over phone and said steps
/// (Mohri, "Finite-State Transducers in Language and Speech Processing", 1997, with labels encoded).
/// Words are said on their last phone.</summary>
/// <remarks>Subsets can explode where many optional parts overlap; after <c>mergeBudget</c> states every place stands on its own, which
/// keeps the language and costs only shared beginnings.</remarks>
internal sealed class PrefixSharing(
    WordGraph graph,
    StepSequences steps,
    PhoneSuffixes suffixes,
    PronunciationTable pronunciations,
    PhoneGraphOptions options,
    int mergeBudget)
{
    private readonly WordWays _ways = new(graph, steps);
    private readonly StateRegister _register = new();
    private readonly PhoneAutomaton _automaton = new();
    private readonly List<Branch> _branches = [];
    private readonly List<PhoneItem> _group = [];
    private readonly List<PhoneItem> _current = [];
    private long _work;

    /// <summary>Runs the construction. Fails with <c>context-graph-too-large</c>.</summary>
    /// <param name="prefixes">Places inside optional prefixes, which lead to the start of the graph.</param>
    public Outcome<PhoneAutomaton> Run(IEnumerable<PhoneItem> prefixes)
    {
        _group.Add(PhoneItem.At(graph.Start));
        _group.AddRange(prefixes);
        NumberOfGroup();
        for (var state = 0; state < _register.Count; state++)
        {
            if (_register.Count > options.MaxStates || _automaton.ArcCount > options.MaxArcs || _branches.Count > options.MaxArcs
                || _work > options.MaxWork)
            {
                return TooLarge();
            }

            Expand(state);
        }

        return _work > options.MaxWork ? TooLarge() : _automaton;
    }

    private Failure TooLarge() => new(
        Stages.Context,
        "context-graph-too-large",
        string.Create(
            CultureInfo.InvariantCulture,
            $"The context grows over the limit of {options.MaxStates:N0} states, {options.MaxArcs:N0} arcs or {options.MaxWork:N0} steps "
            + $"as a phone graph."),
        "Split the context, or shorten its largest lists, its longest chains of optional words and its parts that may come in any order.");

    private void Expand(int state)
    {
        _automaton.BeginState();
        _branches.Clear();
        _current.Clear();
        _current.AddRange(_register[state]);
        foreach (var item in _current)
        {
            if (item.IsNode)
                LeaveNode(item.Target);
            else
                Advance(item);
        }

        var branches = CollectionsMarshal.AsSpan(_branches);
        _work += branches.Length;
        branches.Sort();
        for (var first = 0; first < branches.Length;)
            first = AddArcs(branches, first);
    }

    private void LeaveNode(int node)
    {
        foreach (ref readonly var way in _ways.From(node))
        {
            _work++;
            if (way.Node == graph.End)
                _automaton.AddFinal(way.Steps);
            foreach (ref readonly var arc in graph.ArcsFrom(way.Node))
            {
                if (arc.Word != WordGraph.Epsilon && _branches.Count <= options.MaxArcs)
                    EnterWord(way.Steps, arc);
            }
        }
    }

    private void EnterWord(int saidBefore, WordArc arc)
    {
        var behind = _ways.Behind(arc.To);
        var said = steps.Concat(steps.Append(saidBefore, arc.Word), behind.Steps);
        foreach (var suffix in pronunciations.Find(arc.Word))
            Advance(new PhoneItem(said, behind.Node, suffix));
    }

    private void Advance(PhoneItem item)
    {
        var (phone, rest) = suffixes[item.Suffix];
        _branches.Add(rest == PhoneSuffixes.Empty
            ? new Branch(phone, item.Steps, PhoneItem.At(item.Target))
            : new Branch(phone, StepSequences.Empty, item with { Suffix = rest }));
    }

    private int AddArcs(ReadOnlySpan<Branch> branches, int first)
    {
        ref readonly var label = ref branches[first];
        var merges = _register.Count < mergeBudget;
        _group.Clear();
        var at = first;
        for (; at < branches.Length && branches[at].HasLabelOf(label); at++)
        {
            if (at > first && branches[at].Item == branches[at - 1].Item)
                continue;
            _group.Add(branches[at].Item);
            if (!merges)
                _automaton.Add(new PhoneArc(label.Phone, label.Steps, NumberOfGroup()));
        }

        if (merges)
            _automaton.Add(new PhoneArc(label.Phone, label.Steps, NumberOfGroup()));
        return at;
    }

    private int NumberOfGroup()
    {
        var group = CollectionsMarshal.AsSpan(_group);
        group.Sort();
        var number = _register.NumberOf(group);
        _group.Clear();
        return number;
    }

    /// <summary>One way on from a state.</summary>
    private readonly record struct Branch(byte Phone, int Steps, PhoneItem Item) : IComparable<Branch>
    {
        public bool HasLabelOf(in Branch other) => Phone == other.Phone && Steps == other.Steps;

        public int CompareTo(Branch other) =>
            Phone != other.Phone ? Phone.CompareTo(other.Phone)
            : Steps != other.Steps ? Steps.CompareTo(other.Steps)
            : Item.CompareTo(other.Item);
    }
}

using System.Runtime.CompilerServices;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>Lays an automaton out for CTC: a blank state per automaton state,
/// and a phone state per pair of phone and state behind it.</summary>
internal sealed class PhoneGraphLayout
{
    private readonly PhoneAutomaton _automaton;
    private readonly Dictionary<(byte Phone, int Node), int> _phoneStates = [];
    private readonly List<byte> _phoneOf = [];
    private readonly List<int> _nodeOf = [];
    private readonly Dictionary<int, int> _outputs = new() { [StepSequences.Empty] = 0 };

    private PhoneGraphLayout(PhoneAutomaton automaton)
    {
        _automaton = automaton;
        for (var node = 0; node < automaton.StateCount; node++)
        {
            _phoneOf.Add(Phones.Blank);
            _nodeOf.Add(node);
        }
    }

    /// <summary>Makes the tables of a phone graph.</summary>
    public static PhoneGraph Create(WordGraph words, StepSequences steps, PhoneAutomaton automaton, int unsharedStates) =>
        new PhoneGraphLayout(automaton).Build(words, steps, unsharedStates);

    private PhoneGraph Build(WordGraph words, StepSequences steps, int unsharedStates)
    {
        var nodes = _automaton.StateCount;
        var arcs = new CtcArc[_automaton.ArcCount];
        var finals = new List<int>();
        var firstArc = new int[nodes + 1];
        var firstFinal = new int[nodes + 1];
        for (var node = 0; node < nodes; node++)
        {
            var at = firstArc[node];
            foreach (ref readonly var arc in _automaton.ArcsFrom(node))
                arcs[at++] = new CtcArc(PhoneStateOf(arc), OutputOf(arc.Steps), arc.Phone);
            foreach (var final in _automaton.FinalsOf(node))
                finals.Add(OutputOf(final));
            (firstArc[node + 1], firstFinal[node + 1]) = (at, finals.Count);
        }

        var targetsFirst = _automaton.TargetsFirst();
        var tables = new CtcTables
        {
            NodeCount = nodes,
            FirstArc = firstArc,
            Arcs = arcs,
            FirstFinal = firstFinal,
            Finals = [.. finals],
            PhoneOf = [.. _phoneOf],
            NodeOf = [.. _nodeOf],
            Outputs = OutputTable.Create(_outputs.Keys, steps, words),
            LongestOutput = LongestOutput(targetsFirst),
            LogSentences = LogSentences(targetsFirst),
        };
        return new PhoneGraph(words, tables, Continuations.Find(words, tables, targetsFirst), SizeOf(words, unsharedStates, finals.Count));
    }

    private PhoneGraphSize SizeOf(WordGraph words, int unsharedStates, int finals) => new(
        words.Words.Count,
        words.ArcCount,
        unsharedStates,
        _nodeOf.Count,
        _automaton.ArcCount,
        (long)_automaton.ArcCount * Unsafe.SizeOf<CtcArc>() + _nodeOf.Count * (sizeof(int) + 1L)
            + (_automaton.StateCount * 2L + finals) * sizeof(int));

    private int PhoneStateOf(in PhoneArc arc)
    {
        if (_phoneStates.TryGetValue((arc.Phone, arc.To), out var state))
            return state;
        state = _nodeOf.Count;
        _phoneStates.Add((arc.Phone, arc.To), state);
        _phoneOf.Add(arc.Phone);
        _nodeOf.Add(arc.To);
        return state;
    }

    // Keys of a dictionary without removals come back in the order of adding, so the numbers match.
    private int OutputOf(int steps)
    {
        _outputs.TryAdd(steps, _outputs.Count);
        return _outputs[steps];
    }

    /// <summary>Most arcs with an output on one path: bounds the history of a path.</summary>
    private int LongestOutput(ReadOnlySpan<int> targetsFirst)
    {
        var longest = new int[_automaton.StateCount];
        foreach (var node in targetsFirst)
        {
            foreach (ref readonly var arc in _automaton.ArcsFrom(node))
                longest[node] = Math.Max(longest[node], longest[arc.To] + (arc.Steps == StepSequences.Empty ? 0 : 1));
        }

        return longest[0] + 1; // and one for the end
    }

    private double LogSentences(ReadOnlySpan<int> targetsFirst)
    {
        var ways = new double[_automaton.StateCount]; // logarithms
        foreach (var node in targetsFirst)
        {
            var sum = (double)_automaton.FinalsOf(node).Length;
            foreach (ref readonly var arc in _automaton.ArcsFrom(node))
                sum += Math.Exp(Math.Min(ways[arc.To], 700));
            ways[node] = Math.Log(sum);
        }

        return ways[0];
    }
}

using System.Runtime.InteropServices;

namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>An acyclic automaton over phones whose arcs and final states say sequences of steps; state 0 is the start.
/// Filled state by state.</summary>
internal sealed class PhoneAutomaton
{
    private readonly List<PhoneArc> _arcs = [];
    private readonly List<int> _finals = [];
    private readonly List<(int Arc, int Final)> _first = [];

    /// <summary>States closed so far.</summary>
    public int StateCount => _first.Count;

    /// <summary>Arcs added so far.</summary>
    public int ArcCount => _arcs.Count;

    /// <summary>Arcs of a closed state.</summary>
    public Span<PhoneArc> ArcsFrom(int state)
    {
        var end = state + 1 < _first.Count ? _first[state + 1].Arc : _arcs.Count;
        return CollectionsMarshal.AsSpan(_arcs)[_first[state].Arc..end];
    }

    /// <summary>Sequences that may end a sentence in a closed state.</summary>
    public Span<int> FinalsOf(int state)
    {
        var end = state + 1 < _first.Count ? _first[state + 1].Final : _finals.Count;
        return CollectionsMarshal.AsSpan(_finals)[_first[state].Final..end];
    }

    /// <summary>Begins the next state; what is added from here on is its own.</summary>
    public int BeginState()
    {
        _first.Add((_arcs.Count, _finals.Count));
        return _first.Count - 1;
    }

    /// <summary>Adds an arc to the state begun last.</summary>
    public void Add(PhoneArc arc) => _arcs.Add(arc);

    /// <summary>Lets a sentence end in the state begun last.</summary>
    public void AddFinal(int steps) => _finals.Add(steps);

    /// <summary>All states that can be reached, each after every state that its arcs lead to.</summary>
    public int[] TargetsFirst()
    {
        var order = new List<int>(StateCount);
        var nextArc = new int[StateCount]; // arcs already followed
        var seen = new bool[StateCount];
        var path = new Stack<int>([0]);
        seen[0] = true;
        while (path.TryPeek(out var state))
        {
            var arcs = ArcsFrom(state);
            if (nextArc[state] == arcs.Length)
            {
                order.Add(path.Pop());
                continue;
            }

            var to = arcs[nextArc[state]++].To;
            if (!seen[to])
                path.Push(to);
            seen[to] = true;
        }

        return [.. order];
    }
}

using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>Says the intent as soon as only one is left instead of at the end, so that lists used by several intents become one.</summary>
internal sealed class IntentPushing
{
    private const int None = 0;
    private const int Several = int.MaxValue;

    private readonly WordGraph _graph;
    private readonly StepSequences _steps;
    private readonly PhoneAutomaton _automaton;
    private readonly Dictionary<int, (int Tail, int Intent)> _split = [];
    private readonly int[] _only; // [states]: step code of the one intent still possible, None or Several

    private IntentPushing(WordGraph graph, StepSequences steps, PhoneAutomaton automaton, ReadOnlySpan<int> targetsFirst)
    {
        (_graph, _steps, _automaton) = (graph, steps, automaton);
        _only = new int[automaton.StateCount];
        foreach (var state in targetsFirst)
            _only[state] = OnlyIntentOf(state);
        _only[0] = Several; // there is no arc before the start to say it on
    }

    /// <summary>Moves the intents of an automaton in place.</summary>
    public static void Apply(WordGraph graph, StepSequences steps, PhoneAutomaton automaton, ReadOnlySpan<int> targetsFirst)
    {
        var pushing = new IntentPushing(graph, steps, automaton, targetsFirst);
        foreach (var state in targetsFirst)
            pushing.Move(state);
    }

    private int OnlyIntentOf(int state)
    {
        var only = None;
        foreach (var steps in _automaton.FinalsOf(state))
            only = Join(only, Split(steps).Intent);
        foreach (ref readonly var arc in _automaton.ArcsFrom(state))
            only = Join(only, IntentBehind(arc));
        return only;
    }

    private int IntentBehind(in PhoneArc arc) => Split(arc.Steps).Intent is not None and var own ? own : _only[arc.To];

    private static int Join(int a, int b) => a == None || a == b ? b : b == None ? a : Several;

    private void Move(int state)
    {
        var isSaid = _only[state] != Several;
        foreach (ref var steps in _automaton.FinalsOf(state))
            steps = isSaid ? Split(steps).Tail : steps;
        foreach (ref var arc in _automaton.ArcsFrom(state))
        {
            var intent = IntentBehind(arc);
            var rest = Split(arc.Steps).Tail;
            arc = arc with { Steps = isSaid || intent is None or Several ? rest : _steps.Append(rest, intent) };
        }
    }

    private (int Tail, int Intent) Split(int steps)
    {
        if (_split.TryGetValue(steps, out var parts))
            return parts;
        parts = (StepSequences.Empty, None);
        foreach (var step in _steps.StepsOf(steps))
            parts = IsIntent(step) ? (parts.Tail, step) : (_steps.Append(parts.Tail, step), parts.Intent);
        _split.Add(steps, parts);
        return parts;
    }

    private bool IsIntent(int step) =>
        StepCode.IsAction(step) && _graph.Actions[StepCode.ActionOf(step)].Kind == GraphActionKind.IntentEnd;
}

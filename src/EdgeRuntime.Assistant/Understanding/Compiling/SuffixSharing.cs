using System.Runtime.InteropServices;

namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>Merges states from which the same sentences follow (hash-consing from the end of an acyclic automaton), and drops
/// states from which none does.</summary>
internal static class SuffixSharing
{
    private const int Dead = -1;

    /// <summary>The merged automaton, state 0 again the start; null when it says nothing at all.</summary>
    public static PhoneAutomaton? Apply(PhoneAutomaton automaton, ReadOnlySpan<int> targetsFirst)
    {
        var merged = new PhoneAutomaton(); // targets first
        var numberOf = new int[automaton.StateCount];
        var register = new Dictionary<int, List<int>>();
        var arcs = new List<PhoneArc>();
        var finals = new List<int>();
        foreach (var state in targetsFirst)
        {
            ReadMerged(automaton, state, numberOf, arcs, finals);
            numberOf[state] = arcs.Count + finals.Count == 0 ? Dead : NumberOf(merged, register, arcs, finals);
        }

        return numberOf[0] == Dead ? null : FromStart(merged, numberOf[0]);
    }

    private static void ReadMerged(PhoneAutomaton automaton, int state, int[] numberOf, List<PhoneArc> arcs, List<int> finals)
    {
        arcs.Clear();
        finals.Clear();
        foreach (ref readonly var arc in automaton.ArcsFrom(state))
        {
            if (numberOf[arc.To] != Dead)
                arcs.Add(arc with { To = numberOf[arc.To] });
        }

        finals.AddRange(automaton.FinalsOf(state));
        SortUnique(arcs);
        SortUnique(finals);
    }

    private static void SortUnique<T>(List<T> list)
        where T : struct, IComparable<T>
    {
        list.Sort();
        var kept = 0;
        for (var i = 0; i < list.Count; i++)
        {
            if (kept == 0 || list[i].CompareTo(list[kept - 1]) != 0)
                list[kept++] = list[i];
        }

        list.RemoveRange(kept, list.Count - kept);
    }

    private static int NumberOf(PhoneAutomaton merged, Dictionary<int, List<int>> register, List<PhoneArc> arcs, List<int> finals)
    {
        var arcSpan = CollectionsMarshal.AsSpan(arcs);
        var finalSpan = CollectionsMarshal.AsSpan(finals);
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(register, HashOf(arcSpan, finalSpan), out _);
        bucket ??= new List<int>(1);
        foreach (var candidate in bucket)
        {
            if (arcSpan.SequenceEqual(merged.ArcsFrom(candidate)) && finalSpan.SequenceEqual(merged.FinalsOf(candidate)))
                return candidate;
        }

        var number = merged.BeginState();
        arcs.ForEach(merged.Add);
        finals.ForEach(merged.AddFinal);
        bucket.Add(number);
        return number;
    }

    private static int HashOf(ReadOnlySpan<PhoneArc> arcs, ReadOnlySpan<int> finals)
    {
        var hash = new HashCode();
        foreach (ref readonly var arc in arcs)
            hash.Add(HashCode.Combine(arc.Phone, arc.Steps, arc.To));
        foreach (var final in finals)
            hash.Add(final);
        return hash.ToHashCode();
    }

    // The merged states stand targets first with the start last; the decoder wants the start first and neighbours close together.
    private static PhoneAutomaton FromStart(PhoneAutomaton merged, int start)
    {
        var renumbered = new PhoneAutomaton();
        for (var state = start; state >= 0; state--)
        {
            renumbered.BeginState();
            foreach (ref readonly var arc in merged.ArcsFrom(state))
                renumbered.Add(arc with { To = start - arc.To });
            foreach (var final in merged.FinalsOf(state))
                renumbered.AddFinal(final);
        }

        return renumbered;
    }
}

using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>Finds out, for every node where a sentence may end, whether going on could change what it means.</summary>
/// <remarks>One pass from the ends to the start. Of each node it keeps what all the ways to go on from there mean together:
/// one meaning or several, and whether they stand inside a slot whose words say its value.</remarks>
internal sealed class Continuations
{
    private const ulong OpenMark = 0x9e3779b97f4a7c15, CloseMark = 0xc2b2ae3d27d4eb4f;

    private readonly WordGraph _words;
    private readonly CtcTables _tables;
    private readonly Future[] _futures; // [nodes]

    private Continuations(WordGraph words, CtcTables tables) => (_words, _tables, _futures) = (words, tables, new Future[tables.NodeCount]);

    /// <summary>What could follow at each node, [nodes]; <see cref="Continuation.None"/> where no sentence ends.</summary>
    /// <param name="words">The context.</param>
    /// <param name="tables">Its phones.</param>
    /// <param name="targetsFirst">All nodes, each after every one that its arcs lead to.</param>
    public static Continuation[] Find(WordGraph words, CtcTables tables, ReadOnlySpan<int> targetsFirst)
    {
        var found = new Continuations(words, tables);
        var continuations = new Continuation[tables.NodeCount];
        foreach (var node in targetsFirst)
            continuations[node] = found.Take(node);
        return continuations;
    }

    private Continuation Take(int node)
    {
        var (end, onward, isNumber) = (default(Future), default(Future), true);
        foreach (var output in _tables.FinalsOf(node))
        {
            end = end.Or(Before(output, Future.Nothing));
            isNumber &= EndsNumber(output);
        }

        foreach (ref readonly var arc in _tables.ArcsFrom(node))
            onward = onward.Or(Before(arc.Output, _futures[_tables.NodeOf[arc.Target]]));
        var all = _futures[node] = end.Or(onward);
        return !end.IsAny || !onward.IsAny ? Continuation.None
            : !all.IsSeveral && (!all.SpeaksOn || isNumber) ? Continuation.Settled
            : Continuation.Other;
    }

    /// <summary>What a future means with an output said before it.</summary>
    private Future Before(int output, Future future)
    {
        var operations = _tables.Outputs.MeaningOf(output);
        for (var i = operations.Length - 1; i >= 0 && future.IsAny; i--)
            future = Before(operations[i], future);
        return future;
    }

    private static Future Before(MeaningOp operation, Future future) => operation.Kind switch
    {
        MeaningOpKind.Word when !future.IsInSlot => future,
        MeaningOpKind.Word => Future.Speaking,
        MeaningOpKind.Open => future.With(future.Hash ^ OpenMark, isInSlot: false),
        MeaningOpKind.Add => future.With(future.Hash + MeaningHashes.Mix(operation.Value), future.IsInSlot),
        _ => future.With(future.Hash ^ MeaningHashes.Mix(operation.Value ^ CloseMark), isInSlot: true),
    };

    /// <summary>Whether a sentence that ends like this ends with the words of a number.</summary>
    private bool EndsNumber(int output)
    {
        foreach (var step in _tables.Outputs.StepsOf(output))
        {
            if (StepCode.IsAction(step) && _words.Actions[StepCode.ActionOf(step)] is { Kind: GraphActionKind.SlotEnd, SlotKind: var kind })
                return kind is SlotKind.Number or SlotKind.Percent;
        }

        return false;
    }

    /// <summary>The ways to go on from a place.</summary>
    /// <param name="IsAny">There is one.</param>
    /// <param name="IsInSlot">They stand inside a slot whose words say its value.</param>
    /// <param name="SpeaksOn">Some say another word in it first.</param>
    /// <param name="HasRest">Some do not.</param>
    /// <param name="IsSeveral">Those differ in meaning.</param>
    /// <param name="Hash">What those mean.</param>
    private readonly record struct Future(bool IsAny, bool IsInSlot, bool SpeaksOn, bool HasRest, bool IsSeveral, ulong Hash)
    {
        public static Future Nothing { get; } = new(IsAny: true, false, false, HasRest: true, false, 0);

        public static Future Speaking { get; } = new(IsAny: true, IsInSlot: true, SpeaksOn: true, false, false, 0);

        public Future Or(Future other) => !IsAny ? other
            : !other.IsAny ? this
            : new Future(
                true,
                IsInSlot || other.IsInSlot,
                SpeaksOn || other.SpeaksOn,
                HasRest || other.HasRest,
                IsSeveral || other.IsSeveral || (HasRest && other.HasRest && Hash != other.Hash),
                HasRest ? Hash : other.Hash);

        // What begins or ends a slot, or adds to the meaning, stands before all of them: those that speak on differ from the others.
        public Future With(ulong hash, bool isInSlot) => new(true, isInSlot, false, HasRest: true, IsSeveral || SpeaksOn, hash);
    }
}

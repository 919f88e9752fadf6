using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding.Compiling;

namespace EdgeRuntime.Assistant.Understanding;

// What may have been said so far, asked every 40 ms in the middle of an utterance.
public sealed partial class BeamDecoder
{
    /// <summary>Readings this close to the best one, in nat, count as what may have been said so far.</summary>
    private const float HintSlack = 1;

    /// <summary>A whole sentence this far before everything that is not over, in nat, is certain.</summary>
    private const float CertainLead = 2;

    /// <summary>How much of a command seems to have been said.</summary>
    public Completeness Hint()
    {
        var continuations = _graph!.Continuations;
        var (complete, open, extendable, settled) =
            (float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity);
        foreach (ref readonly var pair in _living.Pairs)
        {
            var (node, score) = (_tables.NodeOf[pair.State], pair.First.Score);
            if (_tables.FinalsOf(node).Length > 0)
                complete = MathF.Max(complete, score);
            else
                open = MathF.Max(open, score);
            if (continuations[node] == Continuation.Settled)
                settled = MathF.Max(settled, score);
            else if (_tables.ArcsFrom(node).Length > 0)
                extendable = MathF.Max(extendable, score);
        }

        var close = MathF.Max(complete, open) - HintSlack;
        return complete < close ? Completeness.Unfinished
            : extendable >= close ? Completeness.Extendable
            : _free.Quiet == 0 || complete - open < CertainLead ? Completeness.Complete
            : settled >= close ? Completeness.Settled
            : Completeness.Certain;
    }
}

using EdgeRuntime.Assistant.Listening;

namespace EdgeRuntime.Assistant.Understanding;

// What may have been said so far, asked every 40 ms in the middle of an utterance.
public sealed partial class BeamDecoder
{
    /// <summary>Readings this close to the best one, in nat, count as what may have been said so far.</summary>
    private const float HintSlack = 1;

    /// <summary>A whole sentence this far before everything that is not over, in nat, is certain.</summary>
    private const float CertainLead = 2;

    /// <summary>What is believed so far.</summary>
    public DecodingHint Hint()
    {
        var (complete, open, extendable, spoken, score) = (float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, 0, float.NegativeInfinity);
        var path = 0f;
        foreach (ref readonly var pair in _living.Pairs)
        {
            ref readonly var token = ref pair.First;
            var node = _tables.NodeOf[pair.State];
            ref var kind = ref (_tables.FinalsOf(node).Length > 0 ? ref complete : ref open);
            kind = MathF.Max(kind, token.Score);
            if (_tables.ArcsFrom(node).Length > 0)
                extendable = MathF.Max(extendable, token.Score);
            if (token.Score > score)
                (score, spoken, path) = (token.Score, token.Spoken, token.Score - token.Wildcard);
        }
        var completeness = complete < score - HintSlack ? Completeness.Unfinished
            : extendable >= score - HintSlack ? Completeness.Extendable
            : _free.Quiet == 0 || complete - open < CertainLead ? Completeness.Complete
            : Completeness.Certain;
        return new DecodingHint(completeness, spoken, (path + _origin) / Math.Max(1, spoken));
    }
}

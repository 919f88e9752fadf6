using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>Turns the steps of a context into operations on the hash of a path's meaning, so that readings which differ only in
/// words that carry no meaning count as one.</summary>
internal sealed class MeaningHashes
{
    private const ulong Offset = 14695981039346656037, Prime = 1099511628211; // FNV-1a, 64 bit

    private readonly WordGraph _graph;
    private readonly HashSet<string> _slotsOfWords;

    /// <summary>Looks through the actions of a graph.</summary>
    public MeaningHashes(WordGraph graph)
    {
        _graph = graph;
        _slotsOfWords =
        [
            .. graph.Actions.Where(action => action is { Kind: GraphActionKind.SlotEnd, Value: null }).Select(action => action.Name),
        ];
    }

    /// <summary>The operation of a step; null when it means nothing.</summary>
    public MeaningOp? Find(int step)
    {
        if (!StepCode.IsAction(step))
            return step == StepCode.Prefix ? null : new MeaningOp(MeaningOpKind.Word, HashOf(Text(step)));
        var action = _graph.Actions[StepCode.ActionOf(step)];
        var saysWords = _slotsOfWords.Contains(action.Name);
        return action.Kind switch
        {
            GraphActionKind.IntentEnd => new MeaningOp(MeaningOpKind.Add, HashOf(action)),
            GraphActionKind.SlotBegin => saysWords ? new MeaningOp(MeaningOpKind.Open, Offset) : null,
            _ when !saysWords => new MeaningOp(MeaningOpKind.Add, HashOf(action)),
            _ => new MeaningOp(action.Value is null ? MeaningOpKind.Close : MeaningOpKind.CloseFixed, HashOf(action)),
        };
    }

    /// <summary>Spreads a hash over all bits, so that sums of hashes seldom meet (the finaliser of SplitMix64).</summary>
    public static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
        return hash ^ (hash >> 31);
    }

    /// <summary>A slot's hash after one more word.</summary>
    public static ulong Roll(ulong slot, ulong word) => (slot ^ word) * Prime;

    private string Text(int word) => word == StepCode.AnyWords ? "*" : _graph.Words[word];

    private static ulong HashOf(GraphAction action)
    {
        var value = action.Value is { } fixedValue ? Text(fixedValue) : "";
        var others = action.FixedSlots.OrderBy(slot => slot.Key, StringComparer.Ordinal).Select(slot => $"{slot.Key}={Text(slot.Value)}");
        return HashOf(string.Join('\n', [$"{action.Kind}", action.Name, value, .. others]));
    }

    private static string Text(SlotValue value) => FormattableString.Invariant($"{value.Kind} {value.Number} {value.Text}");

    private static ulong HashOf(string text)
    {
        var hash = Offset;
        foreach (var character in text)
            hash = (hash ^ character) * Prime;
        return Mix(hash);
    }
}

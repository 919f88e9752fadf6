namespace EdgeRuntime.Assistant.Contexts.Graphs;

/// <summary>The marks of a graph under construction; equal marks are stored once.</summary>
internal sealed class ActionTable
{
    private readonly Dictionary<(GraphActionKind Kind, string Name, SlotKind SlotKind, SlotValue? Value, double Scale, long Values,
        bool WordsOnly, string Fixed), int> _ids = [];

    public List<GraphAction> Actions { get; } = [];

    /// <summary>Index of a mark.</summary>
    public int IndexOf(GraphAction action)
    {
        var slots = string.Concat(action.FixedSlots.Select(slot => $"{slot.Key}\u0001{slot.Value.Text}\u0001{slot.Value.Number}\u0002"));
        var key = (action.Kind, action.Name, action.SlotKind, action.Value, action.Scale, action.Values, action.WordsOnly, slots);
        if (!_ids.TryGetValue(key, out var id))
        {
            _ids[key] = id = Actions.Count;
            Actions.Add(action);
        }

        return id;
    }
}

using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Tells which nodes of a graph lie inside which slots.</summary>
internal static class SlotMap
{
    /// <summary>The slot that Home Assistant fills with the names of devices.</summary>
    public const string NameSlot = "name";

    /// <summary>For each node, the slots open there; the same on every path, since what follows a node closes what is open.</summary>
    public static SlotPlaces[] Find(WordGraph graph)
    {
        var places = new SlotPlaces[graph.NodeCount];
        Mark(graph, places, SlotPlaces.Slot, _ => true);
        Mark(graph, places, SlotPlaces.Name, action => action is { Name: NameSlot, SlotKind: SlotKind.List });
        Mark(graph, places, SlotPlaces.WordsOnly, action => action.WordsOnly);
        return places;
    }

    private static void Mark(WordGraph graph, SlotPlaces[] places, SlotPlaces place, Func<GraphAction, bool> isMeant)
    {
        int[] changes = [.. graph.Actions.Select(action => !isMeant(action) ? 0 : ChangeOf(action.Kind))];
        if (changes.All(change => change == 0))
        {
            return;
        }

        var depth = new int[graph.NodeCount];
        for (var node = graph.NodeCount - 1; node >= 0; node--)
        {
            foreach (var arc in graph.ArcsFrom(node))
            {
                depth[node] = depth[arc.To] + (arc.Action < 0 ? 0 : changes[arc.Action]);
            }

            places[node] |= depth[node] > 0 ? place : SlotPlaces.None;
        }
    }

    private static int ChangeOf(GraphActionKind kind) => kind switch
    {
        GraphActionKind.SlotEnd => 1,
        GraphActionKind.SlotBegin => -1,
        _ => 0,
    };
}

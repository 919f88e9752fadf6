namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Tells which nodes of a graph lie inside a slot.</summary>
internal static class SlotDepth
{
    /// <summary>For each node, whether a slot is open there; the same on every path, since what follows a node closes what is open.</summary>
    public static bool[] InSlot(WordGraph graph)
    {
        var depth = new int[graph.NodeCount];
        for (var node = graph.NodeCount - 1; node >= 0; node--)
        {
            foreach (var arc in graph.ArcsFrom(node))
            {
                var kind = arc.Action < 0 ? GraphActionKind.IntentEnd : graph.Actions[arc.Action].Kind;
                depth[node] = depth[arc.To] + (kind == GraphActionKind.SlotEnd ? 1 : kind == GraphActionKind.SlotBegin ? -1 : 0);
            }
        }

        return Array.ConvertAll(depth, value => value > 0);
    }
}

using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Tests.Contexts;

/// <summary>The meaning of every path of a small graph.</summary>
internal static class AllPaths
{
    public static IEnumerable<Interpretation> Of(WordGraph graph)
    {
        var builder = new InterpretationBuilder(graph);
        var open = new Stack<(int Node, PathStep[] Path)>([(graph.Start, [])]);
        while (open.TryPop(out var item))
        {
            if (item.Node == graph.End)
            {
                yield return builder.Build(item.Path);
            }

            foreach (var arc in graph.ArcsFrom(item.Node).ToArray())
            {
                open.Push((arc.To, [.. item.Path, new PathStep(arc.Word, arc.Action)]));
            }
        }
    }
}

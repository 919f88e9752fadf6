using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Compiling;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace Assistant.Tests.Understanding;

/// <summary>Everything that can be said, written out one by one; for small contexts only.</summary>
internal static class Language
{
    /// <summary>A way to say a sentence.</summary>
    /// <param name="Phones">Phones in order.</param>
    /// <param name="WordEnds">Places in <paramref name="Phones"/> behind the last phone of each word.</param>
    /// <param name="Path">Words and actions.</param>
    public sealed record Saying(byte[] Phones, int[] WordEnds, PathStep[] Path);

    /// <summary>All sayings of a word graph, straight from its arcs.</summary>
    public static IEnumerable<Saying> Of(WordGraph graph, Pronouncer pronouncer) => From(graph, pronouncer, graph.Start);

    /// <summary>All sayings of a phone graph: its phones and what its arcs say, as one text each.</summary>
    public static IEnumerable<string> Of(PhoneGraph graph) =>
        From(graph, 0).Select(saying => Text(saying.Phones, saying.Steps, graph.Words));

    /// <summary>A saying as text, comparable with those of a phone graph.</summary>
    public static string Text(Saying saying, WordGraph graph) => Text(
        saying.Phones,
        saying.Path.Select(step => step.Action >= 0 ? StepCode.Action(step.Action) : step.Word),
        graph);

    private static IEnumerable<Saying> From(WordGraph graph, Pronouncer pronouncer, int node)
    {
        if (node == graph.End)
            return [new Saying([], [], [])];
        return graph.ArcsFrom(node).ToArray().SelectMany(arc =>
            From(graph, pronouncer, arc.To)
                .SelectMany(tail => Pronunciations(graph, pronouncer, arc).Select(phones => Prepend(arc, phones, tail))));
    }

    private static IEnumerable<byte[]> Pronunciations(WordGraph graph, Pronouncer pronouncer, WordArc arc) => arc.Word switch
    {
        WordGraph.Epsilon => [[]],
        WordGraph.AnyWords => [[PhoneGraph.AnyPhone, PhoneGraph.AnyPhone, PhoneGraph.AnyPhone]],
        _ => pronouncer.Pronounce(graph.Words[arc.Word]),
    };

    private static Saying Prepend(WordArc arc, byte[] phones, Saying tail)
    {
        PathStep[] steps = arc is { Word: WordGraph.Epsilon, Action: < 0 } ? [] : [new PathStep(arc.Word, arc.Action)];
        int[] ends = phones.Length > 0 ? [phones.Length] : [];
        return new Saying(
            [.. phones, .. tail.Phones], [.. ends, .. tail.WordEnds.Select(end => end + phones.Length)], [.. steps, .. tail.Path]);
    }

    private static IEnumerable<(byte[] Phones, int[] Steps)> From(PhoneGraph graph, int node)
    {
        var tables = graph.Tables;
        var endings = tables.FinalsOf(node).ToArray().Select(final => (Array.Empty<byte>(), tables.Outputs.StepsOf(final).ToArray()));
        return endings.Concat(tables.ArcsFrom(node).ToArray().SelectMany(arc => From(graph, tables.NodeOf[arc.Target])
            .Select(tail => ((byte[])[arc.Phone, .. tail.Phones], (int[])[.. tables.Outputs.StepsOf(arc.Output), .. tail.Steps]))));
    }

    // The intent may be said anywhere on a path, so it stands in front here.
    private static string Text(IEnumerable<byte> phones, IEnumerable<int> steps, WordGraph graph)
    {
        var all = steps.ToList();
        var intents = all.Where(step => StepCode.IsAction(step) && graph.Actions[StepCode.ActionOf(step)].Kind == GraphActionKind.IntentEnd)
            .ToList();
        return $"{string.Join(' ', phones)} | {string.Join(' ', intents)} | {string.Join(' ', all.Where(step => !intents.Contains(step)))}";
    }
}

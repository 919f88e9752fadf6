using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace Assistant.Tests.Understanding;

/// <summary>Random acoustic outputs, and by <see cref="ExactViterbi"/> what a context makes of them.</summary>
internal static class Logits
{
    /// <summary>Random outputs, [frames][40].</summary>
    public static float[][] Random(int seed, int frames)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, frames)
            .Select(_ => Enumerable.Range(0, Phones.Count).Select(_ => (float)(random.NextDouble() * 8)).ToArray())];
    }

    /// <summary>Every meaning of a context with its best alignment and the score of that less what slots cost, the best first.</summary>
    public static List<(string? Meaning, ExactViterbi.Aligned Aligned, double Score)> BestOfEachMeaning(
        WordGraph graph, Pronouncer pronouncer, float[][] logits, DecodingOptions options)
    {
        var scores = ExactViterbi.Scores(logits, options);
        var builder = new InterpretationBuilder(graph);
        return [.. Language.Of(graph, pronouncer)
            .Select(saying => ExactViterbi.Align(saying, scores))
            .OfType<ExactViterbi.Aligned>()
            .GroupBy(aligned => MeaningOf(builder.Build(aligned.Saying.Path)))
            .Select(group => (group.Key, group.MaxBy(WithCost)!))
            .Select(pair => (pair.Key, pair.Item2, WithCost(pair.Item2)))
            .OrderByDescending(one => one.Item3)];

        double WithCost(ExactViterbi.Aligned aligned) => aligned.Score
            - (options.SlotCost * aligned.Saying.Path.Sum(step => step.Action < 0 ? 0 : Math.Log(graph.Actions[step.Action].Values)));
    }

    /// <summary>Intent and slots in one line; null for none.</summary>
    public static string? MeaningOf(Interpretation? reading) => reading is null
        ? null
        : reading.Intent + string.Concat(reading.Slots.OrderBy(slot => slot.Key).Select(slot => $" {slot.Key}={slot.Value}"));
}

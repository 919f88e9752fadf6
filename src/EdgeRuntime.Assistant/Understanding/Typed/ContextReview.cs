using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Reading;

namespace EdgeRuntime.Assistant.Understanding.Typed;

/// <summary>Looks for sentences that mean two things, by drawing sentences and reading them back.</summary>
public static class ContextReview
{
    /// <summary>Sentences drawn of each intent.</summary>
    private const int SamplesPerIntent = 60;

    private const int Seed = 1;

    /// <summary>Warnings about a compiled context, one for each pair of intents that share a sentence.</summary>
    public static IReadOnlyList<ContextWarning> Check(ContextDefinition definition, WordGraph graph)
    {
        var warnings = new Dictionary<(string, string), ContextWarning>();
        var sampler = new ContextSampler(graph, Seed);
        var matcher = new TextMatcher(graph);
        foreach (var intent in definition.Intents.Where(intent => sampler.Intents.Contains(intent.Name)))
        {
            for (var i = 0; i < SamplesPerIntent; i++)
            {
                var sample = sampler.Next(intent.Name);
                if (OtherMeaning(matcher, sample) is { } other)
                {
                    var message = $"\"{sample.Text}\" means {intent.Name} as well as {other}; it is taken as {other}.";
                    warnings.TryAdd((intent.Name, other), new ContextWarning("sentence-ambiguous", message, intent.Mark));
                }
            }
        }

        return [.. warnings.Values];
    }

    private static string? OtherMeaning(TextMatcher matcher, ContextSample sample) =>
        matcher.Match(sample.Text).Value?.Best is { } best && best.Intent != sample.Meaning.Intent ? best.Intent : null;
}

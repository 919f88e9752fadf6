using System.Text;
using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Draws sentences from a context, the same ones for the same seed. One thread at a time.</summary>
public sealed class ContextSampler
{
    /// <summary>How strongly long lists are preferred: 0 every arc alike, 1 every sentence alike.</summary>
    private const double CountExponent = 0.3;

    private static readonly string[] FreeWords =
    [
        "buy some milk", "call the plumber", "i am on my way", "water the plants", "bring the blue folder",
    ];

    private readonly WordGraph _graph;
    private readonly Random _random;
    private readonly InterpretationBuilder _builder;
    private readonly Dictionary<string, double[]> _weights = new(StringComparer.Ordinal); // per intent: [nodes]

    /// <summary>A sampler over a graph.</summary>
    public ContextSampler(WordGraph graph, int seed)
    {
        _graph = graph;
        _random = new Random(seed);
        _builder = new InterpretationBuilder(graph);
        Intents = graph.Actions.Where(action => action.Kind == GraphActionKind.IntentEnd)
            .Select(action => action.Name).Distinct().ToArray();
    }

    /// <summary>Intents that can be drawn.</summary>
    public IReadOnlyList<string> Intents { get; }

    /// <summary>Draws a sentence; every intent is equally likely.</summary>
    public ContextSample Next() => Next(Intents[_random.Next(Intents.Count)]);

    /// <summary>Draws a sentence of one intent.</summary>
    /// <exception cref="ArgumentException">The graph has no such intent.</exception>
    public ContextSample Next(string intent)
    {
        var weights = WeightsOf(intent);
        var path = new List<PathStep>();
        var text = new StringBuilder();
        for (var node = _graph.Start; node != _graph.End;)
        {
            var arc = Choose(node, intent, weights);
            Take(arc, path, text);
            node = arc.To;
        }

        return new ContextSample(text.ToString(), _builder.Build([.. path]));
    }

    private void Take(WordArc arc, List<PathStep> path, StringBuilder text)
    {
        var free = arc.Word == WordGraph.AnyWords ? FreeWords[_random.Next(FreeWords.Length)] : null;
        var word = free ?? (arc.Word >= 0 ? _graph.Words[arc.Word] : null);
        path.Add(new PathStep(arc.Word, arc.Action, free));
        if (word is not null)
        {
            text.Append(text.Length > 0 ? " " : "").Append(word);
        }
    }

    private WordArc Choose(int node, string intent, double[] weights)
    {
        var arcs = _graph.ArcsFrom(node);
        double total = 0;
        foreach (var arc in arcs)
        {
            total += WeightOf(arc, intent, weights);
        }

        var left = _random.NextDouble() * total;
        var chosen = -1;
        for (var i = 0; i < arcs.Length && (chosen < 0 || left >= 0); i++)
        {
            var weight = WeightOf(arcs[i], intent, weights);
            chosen = weight > 0 ? i : chosen;
            left -= weight;
        }

        return arcs[chosen];
    }

    private double WeightOf(WordArc arc, string intent, double[] weights) => EndsOther(arc, intent) ? 0 : weights[arc.To];

    private bool EndsOther(WordArc arc, string intent) =>
        arc.Action >= 0 && _graph.Actions[arc.Action] is { Kind: GraphActionKind.IntentEnd } end && end.Name != intent;

    private double[] WeightsOf(string intent)
    {
        if (!_weights.TryGetValue(intent, out var weights))
        {
            if (!Intents.Contains(intent))
            {
                throw new ArgumentException($"The context has no intent {intent}.", nameof(intent));
            }

            _weights[intent] = weights = Count(intent);
        }

        return weights;
    }

    private double[] Count(string intent)
    {
        var counts = new double[_graph.NodeCount];
        counts[_graph.End] = 1;
        for (var node = _graph.NodeCount - 1; node >= 0; node--)
        {
            foreach (var arc in _graph.ArcsFrom(node))
            {
                counts[node] += EndsOther(arc, intent) ? 0 : Math.Min(counts[arc.To], 1e290);
            }
        }

        return Array.ConvertAll(counts, count => count > 0 ? Math.Pow(count, CountExponent) : 0);
    }
}

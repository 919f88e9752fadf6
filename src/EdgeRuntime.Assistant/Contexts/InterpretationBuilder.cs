using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Numbers;

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Turns a path through a <see cref="WordGraph"/> into its meaning; used for speech and for text alike. Keeps no state.</summary>
public sealed class InterpretationBuilder(WordGraph graph)
{
    /// <summary>The graph whose paths it reads.</summary>
    public WordGraph Graph { get; } = graph;

    /// <summary>Reads a path from the start to the end of the graph; epsilon steps may be left out.</summary>
    /// <param name="path">Words and actions in the order in which they were met.</param>
    /// <exception cref="InvalidOperationException">The path does not come from the graph.</exception>
    public Interpretation Build(ReadOnlySpan<PathStep> path)
    {
        var reading = new Reading(Graph);
        foreach (var step in path)
        {
            reading.Take(step);
        }

        return reading.Finish();
    }

    private sealed class Reading(WordGraph graph)
    {
        private readonly List<string> _words = [];
        private readonly Dictionary<string, SlotValue> _slots = new(StringComparer.Ordinal);
        private readonly List<string?> _texts = []; // [words]: as typed; null where a wildcard was spoken
        private readonly Stack<int> _open = new(); // first words of slots
        private bool _needsDictation;
        private string? _intent;

        public void Take(PathStep step)
        {
            if (step.Word >= 0)
            {
                _words.Add(graph.Words[step.Word]);
                _texts.Add(step.Text ?? graph.Words[step.Word]);
            }
            else if (step.Word == WordGraph.AnyWords)
            {
                TakeFreeWords(step.Text);
            }

            if (step.Action >= 0)
            {
                TakeAction(graph.Actions[step.Action]);
            }
        }

        public Interpretation Finish() => _intent is null
            ? throw new InvalidOperationException("The path does not end a sentence.")
            : new Interpretation(_intent, _slots, string.Join(' ', _words.Where(word => word.Length > 0)), _needsDictation);

        private void TakeFreeWords(string? text)
        {
            _texts.Add(text);
            _words.Add(text?.ToLowerInvariant() ?? "");
            _needsDictation |= text is null;
        }

        private void TakeAction(GraphAction action)
        {
            switch (action.Kind)
            {
                case GraphActionKind.SlotBegin:
                    _open.Push(_words.Count);
                    break;
                case GraphActionKind.SlotEnd:
                    var first = _open.Pop();
                    _slots[action.Name] = action.Value ?? ValueOf(action, first);
                    break;
                default:
                    _intent = action.Name;
                    break;
            }

            foreach (var (name, value) in action.FixedSlots)
            {
                _slots.TryAdd(name, value);
            }
        }

        private SlotValue ValueOf(GraphAction action, int first)
        {
            ReadOnlySpan<string> words = [.. _words[first..]];
            switch (action.SlotKind)
            {
                case SlotKind.Wildcard:
                    return SlotValue.Create(
                        SlotKind.Wildcard, _texts.Skip(first).Contains(null) ? null : string.Join(' ', _texts.Skip(first)));
                case SlotKind.List:
                    return SlotValue.Create(SlotKind.List, string.Join(' ', _words.Skip(first).Where(word => word.Length > 0)));
                case SlotKind.Time:
                    return SpokenTime.Read(words) ?? throw NoValue(action, words);
                case SlotKind.Duration:
                    return SlotValue.Create(SlotKind.Duration, SpokenDuration.Parse(words) ?? throw NoValue(action, words));
                default:
                    var number = SpokenNumber.Parse(words) ?? throw NoValue(action, words);
                    return SlotValue.Create(action.SlotKind, Math.Round(number * action.Scale, 9));
            }
        }

        private static InvalidOperationException NoValue(GraphAction action, ReadOnlySpan<string> words) =>
            new($"\"{string.Join(' ', words.ToArray())}\" is no {action.SlotKind}: the grammar of {action.Name} says more than its "
                + "reader knows.");
    }
}

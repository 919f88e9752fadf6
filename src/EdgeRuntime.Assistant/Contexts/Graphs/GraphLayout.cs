namespace EdgeRuntime.Assistant.Contexts.Graphs;

/// <summary>Lays a finished <see cref="ArcStore"/> out as a <see cref="WordGraph"/>.</summary>
internal static class GraphLayout
{
    /// <summary>Keeps the nodes that can be reached, numbered from the start to the end so that every arc leads upwards.</summary>
    public static WordGraph Number(ArcStore store, int start, IReadOnlyList<string> words, IReadOnlyList<GraphAction> actions)
    {
        var isReached = Reached(store, start);
        var numbers = new int[start + 1];
        var count = 0;
        for (var node = start; node >= 0; node--)
        {
            numbers[node] = isReached[node] ? count++ : -1;
        }

        var firstArc = new int[count + 1];
        var arcs = new List<WordArc>();
        for (var node = start; node >= 0; node--)
        {
            if (isReached[node])
            {
                foreach (var arc in store.ArcsFrom(node))
                {
                    arcs.Add(arc with { To = numbers[arc.To] });
                }

                firstArc[numbers[node] + 1] = arcs.Count;
            }
        }

        var (usedWords, usedActions) = (new IndexMap(), new IndexMap());
        var used = arcs
            .Select(arc => arc with { Word = usedWords.Translate(arc.Word), Action = usedActions.Translate(arc.Action) }).ToArray();
        return new WordGraph(
            firstArc, used, usedWords.Used.Select(i => words[i]).ToArray(), usedActions.Used.Select(i => actions[i]).ToArray(), 0,
            count - 1);
    }

    private static bool[] Reached(ArcStore store, int start)
    {
        var isReached = new bool[start + 1];
        isReached[start] = true;
        for (var node = start; node >= 0; node--)
        {
            if (isReached[node])
            {
                foreach (var arc in store.ArcsFrom(node))
                {
                    isReached[arc.To] = true;
                }
            }
        }

        return isReached;
    }

    /// <summary>Numbers indices in the order in which they are first used; negative ones stay.</summary>
    private sealed class IndexMap
    {
        private readonly Dictionary<int, int> _new = [];

        public List<int> Used { get; } = [];

        public int Translate(int index)
        {
            if (index < 0)
            {
                return index;
            }

            if (!_new.TryGetValue(index, out var number))
            {
                _new[index] = number = Used.Count;
                Used.Add(index);
            }

            return number;
        }
    }
}

using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Understanding.Typed;

/// <summary>Understands typed text with the same graph that understands speech. Case, punctuation, short forms and the way numbers are
/// written do not matter. Of several readings the one with the fewest free words wins, in the fewest stretches;
/// then the one with the longest <c>name</c>, then the one with the fewest words in slots, then the one that stands first in the graph.
/// One thread at a time.</summary>
public sealed class TextMatcher
{
    /// <summary>Longest text tried, in characters.</summary>
    public const int MaxCharacters = 8_000;

    /// <summary>Most arcs looked at for one text, about a second of work.</summary>
    internal const long MaxWork = 50_000_000;

    private const int MostAnds = 8;

    private readonly WordGraph _graph;
    private readonly InterpretationBuilder _builder;
    private readonly Dictionary<string, List<int>> _wordIds = new(StringComparer.Ordinal);
    private readonly SlotPlaces[] _places; // [nodes]

    /// <summary>A matcher over a graph.</summary>
    public TextMatcher(WordGraph graph)
    {
        _graph = graph;
        _builder = new InterpretationBuilder(graph);
        _places = SlotMap.Find(graph);
        for (var word = 0; word < graph.Words.Count; word++)
        {
            var key = KeyOf(graph.Words[word]);
            _wordIds.TryAdd(key, []);
            _wordIds[key].Add(word);
        }
    }

    /// <summary>Finds what a text means.</summary>
    /// <returns>A recognition, rejected where no sentence fits; or a failure where the text cannot be tried (empty, too long).</returns>
    public Outcome<Recognition> Match(string text)
    {
        if (text.Length > MaxCharacters)
        {
            return new Failure(
                Stages.Intent,
                "text-too-long",
                $"The text has {text.Length:N0} characters; at most {MaxCharacters:N0} are read as one command.",
                "Give one command at a time.");
        }

        var lattice = new TextLattice(text);
        if (lattice.TokenCount == 0)
        {
            return new Failure(Stages.Intent, "text-empty", "The text has no words.", "Write a command, such as \"take a photo\".");
        }

        var search = new TextSearch(_graph, lattice, _places, IdsOf);
        var path = search.Run();
        return search.IsExhausted
            ? new Failure(
                Stages.Intent,
                "text-too-ambiguous",
                "The text has too many readings in this context.",
                "Shorten it, or use fewer wildcards in the context.",
                Blame.Model)
            : Recognized(path);
    }

    private Recognition Recognized(PathStep[]? path)
    {
        var best = path is null ? null : _builder.Build(path);
        if (best is not null && path!.Any(step => step.Action >= 0 && HoldsAnotherWish(_graph.Actions[step.Action], best))) best = null;
        var verdict = best is null ? RecognitionVerdict.Rejected : RecognitionVerdict.Accepted;
        return new Recognition(best, null, best is null ? 0 : 1, 0, double.PositiveInfinity, 0, verdict);
    }

    private bool HoldsAnotherWish(GraphAction action, Interpretation best) =>
        action.IsOneWish && best.Slots.TryGetValue(action.Name, out var slot) && slot.Text is { } text
        && TailsBehindAnd(text).Any(IsSentence);

    // One word behind an "and" belongs to what stands before it: "Marks and Spencer", "Stop and Go".
    private static IEnumerable<string> TailsBehindAnd(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var ands = Enumerable.Range(1, Math.Max(0, words.Length - 1)).Where(at => IsAnd(words[at - 1].Trim(','))).Take(MostAnds);
        return ands.Where(at => words.Length - at >= 2).Select(at => string.Join(' ', words[at..]));
    }

    private static bool IsAnd(string word) =>
        word.Equals("and", StringComparison.OrdinalIgnoreCase) || word.Equals("then", StringComparison.OrdinalIgnoreCase);

    private bool IsSentence(string text) =>
        new TextLattice(text) is { TokenCount: > 0 } lattice && new TextSearch(_graph, lattice, _places, IdsOf).Run() is not null;

    private IReadOnlyList<int> IdsOf(string word) => _wordIds.TryGetValue(KeyOf(word), out var ids) ? ids : [];

    // "whats" is "what's": the apostrophe is often left out in typing.
    private static string KeyOf(string word) => word.Replace("'", "", StringComparison.Ordinal);
}

using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Contexts.Templates;
using EdgeRuntime.Assistant.Understanding.Typed;

namespace EdgeRuntime.Assistant.Understanding.Sentences;

/// <summary>Reads the words of a slot with the lists and rules of a context: numbers, lengths of time, times, names. Each label's grammar
/// is compiled when it is first needed. One thread at a time.</summary>
public sealed class SlotGrammars(ContextDefinition definition, DynamicLists lists, ContextCompilerOptions? options = null)
{
    private const string Free = "words"; // read by nobody: they are what they are
    private const string Delayed = "duration"; // the one label that fills slots of other names: a delay
    private static readonly SourceMark Mark = new("slot grammars", 0, 0);

    // What may stand around a value inside of its words.
    private static readonly Dictionary<string, string[]> Templates = new(StringComparer.Ordinal)
    {
        ["duration"] = ["[(for|in|after|of|about|another|the next|to|by)] {duration} [(from now|more|long|timer|please)]"],
        ["percent"] = ["[(to|at|by|of|about|level)] {percent}"],
        ["when"] =
        [
            "[(for|at|by|on|to|until|till|around|about)] {time} [[(on|for|of)] <on_day>]",
            "[(for|on|of|by)] <on_day> [[(at|for|by|around)] {time}]",
            "[(for|of)] {in_part:part}", "{in_part:part} [at] {time}",
        ],
        ["again"] = ["{repeat}"],
        ["contact"] = ["[(my|to|the|with|for)] {contact}", "[my] (friend|brother|sister|colleague|coworker|boss) {contact}"],
        ["language"] = ["[(in|into|to)] {language}"],
        ["source"] = ["[from] {language:source_language}"],
        ["place"] = ["[to] [(the|my|a|an)] {place}", "[to] {home_place:place}"],
        ["playlist"] = ["[(my|the)] [playlist] {playlist} [playlist]"],
    };

    private readonly Dictionary<string, TextMatcher?> _matchers = new(StringComparer.Ordinal);

    /// <summary>Values by slot, or null where the words cannot be read.</summary>
    /// <param name="label">Label of the slot.</param>
    /// <param name="words">What stands in it, as typed.</param>
    /// <param name="slots">Slots of the intent that the label fills; a value of another slot makes it unreadable.</param>
    public IReadOnlyDictionary<string, SlotValue>? Read(string label, string words, IReadOnlyList<string> slots)
    {
        if (label == Free) return FreeWords(words, slots[0]);
        if (MatcherOf(label)?.Match(words).Value?.Best is not { } best) return label == "place" ? FreeWords(words, "destination") : null;
        if (best.Slots.Keys.All(slots.Contains)) return best.Slots;
        return label == Delayed && slots.Count == 1 && best.Slots.Count == 1
            ? new Dictionary<string, SlotValue> { [slots[0]] = best.Slots.Values.First() }
            : null;
    }

    private static Dictionary<string, SlotValue>? FreeWords(string words, string slot)
    {
        var kept = words.Trim(' ', '.', ',', '!', '?', ':', ';', '"');
        return kept.Length == 0 || SaidValues.IsNo(kept)
            ? null
            : new Dictionary<string, SlotValue> { [slot] = SlotValue.Create(SlotKind.Wildcard, kept) };
    }

    private TextMatcher? MatcherOf(string label)
    {
        if (!_matchers.TryGetValue(label, out var matcher)) _matchers[label] = matcher = Compiled(label);
        return matcher;
    }

    private TextMatcher? Compiled(string label)
    {
        if (!Templates.TryGetValue(label, out var templates)) return null;
        var sentences = templates.Select(template => new TemplateSource(template, Mark)).ToArray();
        var block = new SentenceBlock(sentences, new Dictionary<string, SlotValue>(), Mark);
        var small = definition with { Intents = [new IntentDefinition(label, [block], Mark)], SkipWords = [] };
        return ContextCompiler.Compile(small, lists, options).TryGet(out WordGraph? graph, out _) ? new TextMatcher(graph) : null;
    }
}

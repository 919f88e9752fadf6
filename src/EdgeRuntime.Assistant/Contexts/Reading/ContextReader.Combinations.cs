namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>Home Assistant's layout with one file of sentences for each combination of slots, and an <c>intents.yaml</c> that says what all
/// sentences of a combination have in common, whatever their language. Either may be read first.</summary>
internal sealed partial class ContextReader
{
    /// <summary>What <c>context_area: true</c> means: the area is the one around the wearer, and becomes a slot.</summary>
    private static readonly ContextCondition AreaAround = new("area", [], "area");

    private readonly Dictionary<SlotCombination, YamlItem> _declared = [];
    private readonly List<(SlotCombination Place, int Block, YamlItem Written)> _combined = [];

    // A combination may come twice, its shorter half marked for programs that take few sentences.
    private void ReadCombination(SlotCombination place, YamlItem data, SourceMark mark)
    {
        var items = ItemsOf(data, "data");
        var whole = items.Where(item => !IsTrue(item.Find("speech_to_phrase"))).ToList();
        var blocks = BlocksOf(place.Intent, mark);
        foreach (var item in whole.Count > 0 ? whole : items)
        {
            _combined.Add((place, blocks.Count, item));
            blocks.Add(ReadBlock(item));
        }
    }

    private static bool DeclaresIntent(YamlItem value) =>
        value.Find("slot_combinations") is not null || value.Find("supported") is not null;

    private void ReadDeclaration(string intent, YamlItem declaration)
    {
        if (declaration.Find("slot_combinations") is { } combinations)
        {
            foreach (var (name, combination) in PairsOf(combinations, "slot_combinations"))
            {
                _declared[new SlotCombination(intent, name.Text)] = combination;
            }
        }
    }

    private void CompleteCombinations(string name)
    {
        if (_combined.Count > 0 && _declared.Count == 0)
        {
            Warn(
                "combinations-not-declared",
                "No intents.yaml was read that says which sentences take the area from the surroundings; give the folder that holds it.",
                new SourceMark(name, 0, 0));
        }

        foreach (var (place, at, written) in _combined)
        {
            if (_declared.TryGetValue(place, out var declared))
            {
                var blocks = _blocks[place.Intent];
                blocks[at] = blocks[at] with { Requires = Completed(blocks[at].Requires, declared, written) };
            }
        }
    }

    private static ContextCondition[] Completed(IReadOnlyList<ContextCondition> requires, YamlItem declared, YamlItem written)
    {
        IEnumerable<ContextCondition> completed = requires;
        var group = written.Find("name_domains") is { Kind: YamlItemKind.Scalar } named ? named.Text : null;
        if (group is not null && declared.Find("name_domain_groups")?.Find(group) is { } domains)
        {
            completed = requires.Select(condition => condition is { Key: "domain", Values: [var only] } && only == group
                ? condition with { Values = ConditionValues(domains) }
                : condition);
        }

        return IsTrue(declared.Find("context_area")) && !requires.Contains(AreaAround) ? [.. completed, AreaAround] : [.. completed];
    }
}

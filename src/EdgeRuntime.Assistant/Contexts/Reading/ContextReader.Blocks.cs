using EdgeRuntime.Assistant.Contexts.Templates;

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>The entries of an intent's <c>data:</c>.</summary>
internal sealed partial class ContextReader
{
    private static readonly string[] BlockKeys =
    [
        "sentences", "slots", "response", "requires_context", "excludes_context", "expansion_rules", "lists", "metadata",
        "required_keywords", "settings",
        "name_domains", "inferred_domain", "context_area", "speech_to_phrase", "example",
    ];

    private SentenceBlock ReadBlock(YamlItem item)
    {
        var empty = new SentenceBlock([], new Dictionary<string, SlotValue>(), item.Mark);
        if (item.Kind != YamlItemKind.Mapping || item.Find("sentences") is not { } sentences)
        {
            Reject(item.Mark, "context-block-without-sentences", "Each entry of `data:` needs a list of `sentences:`.");
            return empty;
        }

        WarnUnknown(item, BlockKeys, "a block of sentences");
        return empty with
        {
            Sentences = Texts(sentences, "sentences"),
            Slots = ReadSlots(item),
            Lists = ReadLocalLists(item),
            Rules = ReadLocalRules(item),
            Requires = ReadRequirements(item),
            Excludes = ReadConditions(item.Find("excludes_context"), isExclusion: true),
            Response = item.Find("response") is { Kind: YamlItemKind.Scalar } response ? response.Text : null,
        };
    }

    private Dictionary<string, ListDefinition> ReadLocalLists(YamlItem block)
    {
        var lists = new Dictionary<string, ListDefinition>(StringComparer.Ordinal);
        if (block.Find("lists") is { } section)
        {
            ReadLists(section, lists);
        }

        return lists;
    }

    private Dictionary<string, TemplateSource> ReadLocalRules(YamlItem block)
    {
        var rules = new Dictionary<string, TemplateSource>(StringComparer.Ordinal);
        if (block.Find("expansion_rules") is { } section)
        {
            ReadRules(section, rules);
        }

        return rules;
    }

    // A domain is inferred from the words only where no name tells it, as Home Assistant does.
    private Dictionary<string, SlotValue> ReadSlots(YamlItem block)
    {
        var slots = block.Find("slots") is { } written
            ? ReadFixedSlots(written)
            : new Dictionary<string, SlotValue>(StringComparer.Ordinal);
        var isNamed = ConditionValues(block.Find("name_domains")).Length > 0;
        if (!isNamed && block.Find("inferred_domain") is { Kind: YamlItemKind.Scalar } domain)
        {
            slots.TryAdd("domain", ValueOf(domain));
        }

        return slots;
    }

    private List<ContextCondition> ReadRequirements(YamlItem block)
    {
        var conditions = ReadConditions(block.Find("requires_context"), isExclusion: false);
        if (ConditionValues(block.Find("name_domains")) is { Length: > 0 } domains)
        {
            conditions.Add(new ContextCondition("domain", domains));
        }

        if (IsTrue(block.Find("context_area")))
        {
            conditions.Add(AreaAround);
        }

        return conditions;
    }

    private Dictionary<string, SlotValue> ReadFixedSlots(YamlItem section)
    {
        var slots = new Dictionary<string, SlotValue>(StringComparer.Ordinal);
        foreach (var (key, value) in PairsOf(section, "slots"))
        {
            if (value.Kind == YamlItemKind.Scalar)
            {
                slots[key.Text] = ValueOf(value);
            }
            else
            {
                slots[key.Text] = SlotValue.Create(SlotKind.List, string.Join(',', value.Items.Select(item => item.Text)));
                Warn("slot-value-joined", $"The slot {key.Text} has several values; they are given as one text with commas.", value.Mark);
            }
        }

        return slots;
    }

    private List<ContextCondition> ReadConditions(YamlItem? section, bool isExclusion)
    {
        var conditions = new List<ContextCondition>();
        if (section is null)
        {
            return conditions;
        }

        foreach (var (key, value) in PairsOf(section, isExclusion ? "excludes_context" : "requires_context"))
        {
            var isMapping = value.Kind == YamlItemKind.Mapping;
            var accepted = isMapping ? value.Find("value") : value;
            conditions.Add(new ContextCondition(key.Text, ConditionValues(accepted), isMapping ? SlotOf(key, value.Find("slot")) : null));
        }

        return conditions;
    }

    private static string? SlotOf(YamlItem key, YamlItem? slot) => slot switch
    {
        null or { IsNull: true } => null,
        _ when IsTrue(slot) => key.Text,
        { IsQuoted: false, Text: "false" or "False" or "FALSE" or "no" } => null,
        _ => slot.Text,
    };

    private static string[] ConditionValues(YamlItem? item) => item switch
    {
        null or { IsNull: true } => [],
        { Kind: YamlItemKind.Sequence } => item.Items.Select(value => value.Text).ToArray(),
        _ => [item.Text],
    };
}

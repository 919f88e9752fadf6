namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Gathers the sections of one or more context files. What it does not know it names in a warning.</summary>
internal sealed partial class ContextReader
{
    private static readonly string[] IntentKeys = ["data", "description", "response"];
    private static readonly string[] IgnoredSections = ["responses", "settings", "filters", "tests", "metadata", "version"];

    private readonly List<(string Name, List<SentenceBlock> Blocks, SourceMark Mark)> _intents = [];
    private readonly Dictionary<string, ListDefinition> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TemplateSource> _rules = new(StringComparer.Ordinal);
    private readonly List<TemplateSource> _skipWords = [];
    private string? _language;
    private Failure? _failure;

    public List<ContextWarning> Warnings { get; } = [];

    /// <summary>Adds a file; null on success.</summary>
    public Failure? Add(YamlItem root)
    {
        if (root.Kind != YamlItemKind.Mapping)
        {
            return Reject(root.Mark, "context-no-intents", "A context file begins with `language:` and `intents:`.");
        }

        foreach (var (key, value) in DistinctPairs(root))
        {
            AddSection(key, value);
        }

        return _failure;
    }

    /// <summary>The whole context, once every file is added.</summary>
    public Outcome<ContextDefinition> Finish(string name)
    {
        if (_intents.Count == 0)
        {
            return ContextFailure.At(
                new SourceMark(name, 0, 0), "context-no-intents", "The context has no intents.", "Add an `intents:` section with at least one sentence.");
        }

        if (_language is null || !_language.StartsWith("en", StringComparison.OrdinalIgnoreCase))
        {
            Warn(
                "language-not-english",
                $"The language is {_language ?? "not given"}; numbers, times and speech are understood in English.",
                new SourceMark(name, 0, 0));
        }

        var intents = _intents.Select(intent => new IntentDefinition(intent.Name, intent.Blocks, intent.Mark)).ToArray();
        return new ContextDefinition(name, _language ?? "en", intents, _lists, _rules, _skipWords, Warnings);
    }

    private void AddSection(YamlItem key, YamlItem value)
    {
        switch (key.Text)
        {
            case "language":
                _language ??= value.Text;
                break;
            case "intents":
                ReadIntents(value);
                break;
            case "lists":
                ReadLists(value, _lists);
                break;
            case "expansion_rules":
                ReadRules(value, _rules);
                break;
            case "skip_words":
                _skipWords.AddRange(Texts(value, "skip_words"));
                break;
            default:
                var what = IgnoredSections.Contains(key.Text) ? "The section is read by Home Assistant and not used here" : "The section is not known and not used";
                Warn("unknown-key", $"{what}: {key.Text}.", key.Mark);
                break;
        }
    }

    private void ReadIntents(YamlItem section)
    {
        foreach (var (key, value) in PairsOf(section, "intents"))
        {
            var data = value.Kind == YamlItemKind.Mapping ? value.Find("data") : null;
            if (data is null)
            {
                Reject(key.Mark, "context-intent-without-data", $"The intent {key.Text} has no `data:` with sentences.");
                continue;
            }

            WarnUnknown(value, IntentKeys, $"the intent {key.Text}");
            BlocksOf(key).AddRange(ItemsOf(data, "data").Select(ReadBlock));
        }
    }

    private List<SentenceBlock> BlocksOf(YamlItem name)
    {
        foreach (var intent in _intents)
        {
            if (intent.Name == name.Text)
            {
                return intent.Blocks;
            }
        }

        _intents.Add((name.Text, [], name.Mark));
        return _intents[^1].Blocks;
    }

    private void ReadRules(YamlItem section, Dictionary<string, TemplateSource> rules)
    {
        foreach (var (key, value) in PairsOf(section, "expansion_rules"))
        {
            if (value.Kind != YamlItemKind.Scalar)
            {
                Reject(value.Mark, "context-rule-invalid", $"The rule <{key.Text}> must be one template.");
            }
            else
            {
                WarnIfReplaced(rules.ContainsKey(key.Text), $"the rule <{key.Text}>", key.Mark);
                rules[key.Text] = TextOf(value);
            }
        }
    }
}

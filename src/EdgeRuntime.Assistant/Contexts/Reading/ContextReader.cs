using EdgeRuntime.Assistant.Contexts.Templates;

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>Gathers the sections of one or more context files. What it does not know it names in a warning.</summary>
internal sealed partial class ContextReader
{
    /// <summary>Most pieces of YAML read, those that anchors repeat counted again; text of the longest length has fewer.</summary>
    private const int MaxItems = 4_000_000;

    private static readonly string[] IntentKeys = ["data", "description", "response"];
    private static readonly string[] IgnoredSections = ["responses", "settings", "filters", "tests", "metadata", "version"];

    private readonly List<(string Name, List<SentenceBlock> Blocks, SourceMark Mark)> _intents = [];
    private readonly Dictionary<string, ListDefinition> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TemplateSource> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<SentenceBlock>> _blocks = new(StringComparer.Ordinal);
    private readonly List<TemplateSource> _skipWords = [];
    private int _items;
    private string? _language;
    private Failure? _failure;

    public List<ContextWarning> Warnings { get; } = [];

    /// <summary>Adds a file; null on success.</summary>
    /// <param name="root">The whole document of the file.</param>
    /// <param name="place">What the sentences of a file that begins with <c>data:</c> are said for; null where nothing tells.</param>
    public Failure? Add(YamlItem root, SlotCombination? place)
    {
        if (root.Kind != YamlItemKind.Mapping)
        {
            return Reject(root.Mark, "context-no-intents", "A context file begins with `language:` and `intents:`.");
        }

        foreach (var (key, value) in DistinctPairs(root))
        {
            if (key.Text == "data" && place is { Intent.Length: > 0 } at)
            {
                ReadCombination(at, value, key.Mark);
            }
            else
            {
                AddSection(key, value);
            }
        }

        return _failure;
    }

    /// <summary>The whole context, once every file is added.</summary>
    public Outcome<ContextDefinition> Finish(string name)
    {
        if (_intents.Count == 0)
        {
            return ContextFailure.At(
                new SourceMark(name, 0, 0), "context-no-intents", "The context has no intents.",
                "Add an `intents:` section with at least one sentence.");
        }

        if (_language is null)
        {
            Warn("language-not-given", "No file says `language: en`; it is read as English.", new SourceMark(name, 0, 0));
        }

        CompleteCombinations(name);
        var intents = _intents.Select(intent => new IntentDefinition(intent.Name, intent.Blocks, intent.Mark)).ToArray();
        return new ContextDefinition(name, _language ?? "en", intents, _lists, _rules, _skipWords, Warnings);
    }

    private void AddSection(YamlItem key, YamlItem value)
    {
        switch (key.Text)
        {
            case "language":
                ReadLanguage(value);
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
            case var intent when DeclaresIntent(value):
                ReadDeclaration(intent, value);
                break;
            default:
                var what = IgnoredSections.Contains(key.Text)
                    ? "The section is read by Home Assistant and not used here"
                    : "The section is not known and not used";
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
            BlocksOf(key.Text, key.Mark).AddRange(ItemsOf(data, "data").Select(ReadBlock));
        }
    }

    private void ReadLanguage(YamlItem value)
    {
        if (value.Text is "en" or "EN" || value.Text.StartsWith("en-", StringComparison.OrdinalIgnoreCase)
            || value.Text.StartsWith("en_", StringComparison.OrdinalIgnoreCase))
        {
            _language ??= value.Text;
        }
        else
        {
            _failure ??= ContextFailure.At(
                value.Mark,
                "context-other-language",
                $"The language here is \"{value.Text}\", and only English (en) is understood.",
                "Take the English sentences (`sentences/en` of Home Assistant), or write your own with `language: en`.");
        }
    }

    private List<SentenceBlock> BlocksOf(string name, SourceMark mark)
    {
        if (!_blocks.TryGetValue(name, out var blocks))
        {
            _blocks[name] = blocks = [];
            _intents.Add((name, blocks, mark));
        }

        return blocks;
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

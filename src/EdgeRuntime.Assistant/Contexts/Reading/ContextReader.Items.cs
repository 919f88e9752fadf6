using System.Globalization;
using EdgeRuntime.Assistant.Contexts.Templates;

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>Reading pieces of YAML as what they ought to be.</summary>
internal sealed partial class ContextReader
{
    private IEnumerable<(YamlItem Key, YamlItem Value)> PairsOf(YamlItem item, string what)
    {
        if (item.Kind == YamlItemKind.Mapping)
        {
            return CanRead(item, item.Pairs.Count) ? DistinctPairs(item) : [];
        }

        if (!item.IsNull)
        {
            Reject(item.Mark, "context-section-invalid", $"`{what}:` must hold names with values.");
        }

        return [];
    }

    // Home Assistant's loader lets the last of two equal keys win; so does this one, and says so.
    private IEnumerable<(YamlItem Key, YamlItem Value)> DistinctPairs(YamlItem item)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < item.Pairs.Count; i++)
        {
            var key = item.Pairs[i].Key;
            if (!last.TryAdd(key.Text, i))
            {
                last[key.Text] = i;
                Warn("duplicate-key", $"{key.Text} stands twice here; the last one counts.", key.Mark);
            }
        }

        return item.Pairs.Where((pair, i) => last[pair.Key.Text] == i);
    }

    private List<YamlItem> ItemsOf(YamlItem item, string what)
    {
        if (item.Kind == YamlItemKind.Sequence)
        {
            return CanRead(item, item.Items.Count) ? item.Items : [];
        }

        if (!item.IsNull)
        {
            Reject(item.Mark, "context-section-invalid", $"`{what}:` must be a list.");
        }

        return [];
    }

    // Anchors that name each other say more than a file of any length holds.
    private bool CanRead(YamlItem item, int count)
    {
        _items = Math.Min(MaxItems, _items) + count;
        if (_items > MaxItems)
        {
            Reject(item.Mark, "context-yaml-too-large", $"With what anchors repeat here, the context has more than {MaxItems:N0} pieces.");
        }

        return _items <= MaxItems;
    }

    private List<TemplateSource> Texts(YamlItem item, string what)
    {
        var texts = new List<TemplateSource>();
        foreach (var text in ItemsOf(item, what))
        {
            if (text.Kind == YamlItemKind.Scalar)
            {
                texts.Add(TextOf(text));
            }
            else
            {
                Reject(
                    text.Mark,
                    "context-section-invalid",
                    $"`{what}:` is a list of texts; put a template with brackets or braces in quotes.");
            }
        }

        return texts;
    }

    private static bool IsTrue(YamlItem? item) => item is { IsQuoted: false, Text: "true" or "True" or "TRUE" or "yes" };

    private static TemplateSource TextOf(YamlItem item) => new(item.Text, item.TextMark);

    private static SlotValue ValueOf(YamlItem item) =>
        !item.IsQuoted && double.TryParse(item.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? SlotValue.Create(SlotKind.List, number)
            : SlotValue.Create(SlotKind.List, item.Text);

    private void WarnUnknown(YamlItem item, string[] known, string where)
    {
        foreach (var (key, _) in DistinctPairs(item))
        {
            if (!known.Contains(key.Text))
            {
                Warn("unknown-key", $"{key.Text} in {where} is not known and not used.", key.Mark);
            }
        }
    }

    private void WarnIfReplaced(bool isReplaced, string what, SourceMark mark)
    {
        if (isReplaced)
        {
            Warn("duplicate-name", $"{what} was defined before; the last definition counts.", mark);
        }
    }

    private void Warn(string code, string message, SourceMark mark) => Warnings.Add(new ContextWarning(code, message, mark));

    private Failure Reject(SourceMark mark, string code, string message)
    {
        _failure ??= ContextFailure.At(mark, code, message, "Mend the file at that place; `context check FILE` tries it again.");
        return _failure;
    }
}

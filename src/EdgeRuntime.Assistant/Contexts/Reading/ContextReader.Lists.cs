using System.Globalization;
using EdgeRuntime.Assistant.Contexts.Numbers;

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>The <c>lists:</c> section.</summary>
internal sealed partial class ContextReader
{
    /// <summary>Largest bound of a range; more cannot be said in a breath.</summary>
    private const long MaxBound = 999_999_999;

    private static readonly string[] ListKeys =
    [
        "values", "range", "wildcard", "type", "from", "to", "step", "multiplier", "metadata", "fraction_type", "fractions",
        "begins", "holds", "one_wish", "words", "digits",
    ];

    private static readonly string[] RangeKeys =
    [
        "from", "to", "step", "type", "multiplier", "fraction_type", "fractions", "words", "digits",
    ];
    private static readonly string[] EntryKeys = ["in", "out", "context", "metadata", "requires_context"];

    private void ReadLists(YamlItem section, Dictionary<string, ListDefinition> lists)
    {
        foreach (var (key, value) in PairsOf(section, "lists"))
        {
            WarnIfReplaced(lists.ContainsKey(key.Text), $"the list {{{key.Text}}}", key.Mark);
            lists[key.Text] = ReadList(key, value);
        }
    }

    private ListDefinition ReadList(YamlItem key, YamlItem value)
    {
        var list = new ListDefinition(key.Text, ListShape.Values, key.Mark);
        if (value.Kind != YamlItemKind.Mapping)
        {
            return value.Kind == YamlItemKind.Sequence ? list with { Entries = ReadEntries(value) } : RejectList(list, value);
        }

        WarnUnknown(value, ListKeys, $"the list {{{key.Text}}}");
        if (value.Find("wildcard") is { } wildcard && wildcard.Text is "true" or "True" or "yes")
        {
            return list with
            {
                Shape = ListShape.Wildcard,
                Begins = ReadWords(value.Find("begins")),
                Holds = ReadWords(value.Find("holds")),
                IsOneWish = value.Find("one_wish")?.Text is "true" or "True" or "yes",
            };
        }

        if (value.Find("range") is { Kind: YamlItemKind.Mapping } range)
        {
            WarnUnknown(range, RangeKeys, $"the range of {{{key.Text}}}");
            return list with { Shape = ListShape.Range, Range = ReadRange(range) };
        }

        var entries = value.Find("values") is { } values ? ReadEntries(values) : null;
        return value.Find("type") is { } type ? ReadTyped(list, type, value, entries ?? [])
            : entries is not null ? list with { Entries = entries }
            : RejectList(list, value);
    }

    private ListDefinition ReadTyped(ListDefinition list, YamlItem type, YamlItem value, IReadOnlyList<ListEntry> entries)
    {
        switch (type.Text)
        {
            case "dynamic":
                return list with { Shape = ListShape.Dynamic, Entries = entries };
            case "duration":
                return list with { Shape = ListShape.Duration };
            case "time":
                return list with { Shape = ListShape.Time };
            case "wildcard":
                return list with { Shape = ListShape.Wildcard };
            case "number" when value.Find("from") is null && value.Find("to") is null:
                return list with { Shape = ListShape.Range };
            case "number" or "percentage" or "percent":
                return list with { Shape = ListShape.Range, Range = ReadRange(value) };
            case "text" or "values" or "list":
                return list with { Entries = entries };
            default:
                Reject(
                    type.Mark,
                    "context-list-invalid",
                    $"The list {{{list.Name}}} has an unknown type: {type.Text}. Known are number, percentage, duration, time, dynamic "
                    + "and wildcard.");
                return list;
        }
    }

    private static string[] ReadWords(YamlItem? words) =>
        words?.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.ToLowerInvariant()).ToArray() ?? [];

    private ListDefinition RejectList(ListDefinition list, YamlItem value)
    {
        Reject(value.Mark, "context-list-invalid", $"The list {{{list.Name}}} needs `values:`, `range:`, `wildcard: true` or `type:`.");
        return list;
    }

    private List<ListEntry> ReadEntries(YamlItem values)
    {
        var entries = new List<ListEntry>();
        foreach (var item in ItemsOf(values, "values"))
        {
            if (item.Kind == YamlItemKind.Scalar)
            {
                entries.Add(new ListEntry(TextOf(item), WhatIsSaid(item)));
            }
            else if (item.Kind == YamlItemKind.Mapping && item.Find("in") is { Kind: YamlItemKind.Scalar } said)
            {
                WarnUnknown(item, EntryKeys, "a list value");
                var value = item.Find("out") is { Kind: YamlItemKind.Scalar } written ? ValueOf(written) : WhatIsSaid(said);
                entries.Add(new ListEntry(TextOf(said), value) { Context = ReadEntryContext(item.Find("context")) });
            }
            else
            {
                Reject(item.Mark, "context-list-invalid", "A list value is a text, or has `in:` and `out:`.");
            }
        }

        return entries;
    }

    // A text stands for itself as it is written; of a template nobody knows yet which of its sayings it will be.
    private static SlotValue? WhatIsSaid(YamlItem said) =>
        said.Text.AsSpan().ContainsAny("()[]{}<>|\\") ? null : SlotValue.Create(SlotKind.List, said.Text);

    private static Dictionary<string, string> ReadEntryContext(YamlItem? section)
    {
        var context = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in section?.Pairs ?? [])
        {
            context[key.Text] = value.Text;
        }

        return context;
    }

    private NumberRange ReadRange(YamlItem range)
    {
        var type = range.Find("type")?.Text ?? "number";
        var isPercent = type is "percentage" or "percent";
        if (!isPercent && type is not ("number" or "temperature"))
        {
            Reject(
                range.Find("type")!.Mark,
                "context-range-invalid",
                $"A range has no type {type}; known are number, percentage and temperature.");
        }

        var from = WholeNumber(range, "from", isPercent ? 0 : null);
        var to = WholeNumber(range, "to", isPercent ? 100 : null);
        var step = WholeNumber(range, "step", 1);
        if (from > to || step < 1)
        {
            Reject(
                range.Mark,
                "context-range-invalid",
                $"A range goes up in steps of one or more; this one goes from {from} to {to} by {step}.");
        }

        if (range.Find("words") is { Text: "false" or "False" or "no" } words)
        {
            Warn("words-kept", "`words: false` is not honoured: a number that is spoken has no digits.", words.Mark);
        }

        return new NumberRange(from, to, step, isPercent ? SlotKind.Percent : SlotKind.Number)
        {
            Multiplier = Factor(range),
            Fraction = FractionOf(range.Find("fractions") ?? range.Find("fraction_type")),
            WordsOnly = TakesNoDigits(range.Find("digits")),
        };
    }

    private long WholeNumber(YamlItem range, string key, long? fallback)
    {
        var item = range.Find(key);
        if (item is null && fallback is { } value)
        {
            return value;
        }

        if (item is not null && long.TryParse(item.Text, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= MaxBound)
        {
            return number;
        }

        Reject((item ?? range).Mark, "context-range-invalid", $"A range needs `{key}:` as a whole number of at most nine digits.");
        return 0;
    }

    private double Factor(YamlItem range)
    {
        var item = range.Find("multiplier");
        if (item is null
            || double.TryParse(item.Text, CultureInfo.InvariantCulture, out var factor) && double.IsFinite(factor) && factor != 0)
        {
            return item is null ? 1 : double.Parse(item.Text, CultureInfo.InvariantCulture);
        }

        Reject(item.Mark, "context-range-invalid", "The multiplier of a range is a number other than nought.");
        return 1;
    }

    private bool TakesNoDigits(YamlItem? item)
    {
        if (item is not null && item.Text is not ("true" or "True" or "yes" or "false" or "False" or "no"))
        {
            Reject(item.Mark, "context-range-invalid", $"`digits:` of a range is true or false, not {item.Text}.");
        }

        return item?.Text is "false" or "False" or "no";
    }

    private NumberFraction FractionOf(YamlItem? item)
    {
        switch (item?.Text)
        {
            case null or "" or "none":
                return NumberFraction.None;
            case "halves":
                return NumberFraction.Halves;
            case "tenths":
                return NumberFraction.Tenths;
            default:
                Reject(item.Mark, "context-range-invalid", $"The fractions {item.Text} are not known; known are halves and tenths.");
                return NumberFraction.None;
        }
    }
}

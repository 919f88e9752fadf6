using System.Diagnostics.CodeAnalysis;
using EdgeRuntime.Assistant.Contexts.Reading;

namespace EdgeRuntime.Assistant.Contexts.Templates;

/// <summary>The lists and rules that a block of sentences sees: its own before those of the file, with run-time entries in place.</summary>
internal sealed class ContextScope(ContextDefinition definition, DynamicLists dynamicLists, TemplateCache templates, SentenceBlock? block)
{
    // Home Assistant fills these itself; a file that only names them is complete.
    private static readonly string[] FilledByHomeAssistant = ["name", "area", "floor"];

    private readonly Dictionary<string, ListDefinition?> _lists = new(StringComparer.Ordinal);

    /// <summary>Parsed templates.</summary>
    public TemplateCache Templates { get; } = templates;

    /// <summary>Names of lists that are empty because only Home Assistant would fill them.</summary>
    public HashSet<string> AssumedLists { get; } = [];

    /// <summary>Where else to look for what is not defined here; empty where all that there is was read.</summary>
    public string Elsewhere => definition.OtherFiles is { } folder ? $"; if another file has it, check the folder {folder} as a whole" : "";

    public bool TryRule(string name, [NotNullWhen(true)] out TemplateSource? rule) =>
        block?.Rules.TryGetValue(name, out rule) == true || definition.Rules.TryGetValue(name, out rule);

    public bool TryList(string name, [NotNullWhen(true)] out ListDefinition? list)
    {
        if (!_lists.TryGetValue(name, out list))
        {
            _lists[name] = list = Find(name);
        }

        return list is not null;
    }

    private ListDefinition? Find(string name)
    {
        ListDefinition? list = null;
        var isKnown = block?.Lists.TryGetValue(name, out list) == true || definition.Lists.TryGetValue(name, out list);
        var given = dynamicLists.Entries.GetValueOrDefault(name);
        if (!isKnown && given is null && FilledByHomeAssistant.Contains(name))
        {
            AssumedLists.Add(name);
        }

        if (list?.Shape is ListShape.Dynamic && given is not null || !isKnown && (given is not null || AssumedLists.Contains(name)))
        {
            var mark = list?.Mark ?? new SourceMark(definition.Name, 0, 0);
            list = new ListDefinition(name, ListShape.Dynamic, mark)
            {
                Entries = (given ?? []).Select(entry => EntryOf(entry, mark)).ToArray(),
            };
        }

        return list;
    }

    private ListEntry EntryOf(DynamicEntry entry, SourceMark mark)
    {
        var source = new TemplateSource(entry.Say, mark);
        Templates.AddPlain(source);
        return new ListEntry(source, SlotValue.Create(SlotKind.List, entry.Value ?? entry.Say));
    }
}

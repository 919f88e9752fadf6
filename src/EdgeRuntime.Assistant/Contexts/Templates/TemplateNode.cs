using EdgeRuntime.Assistant.Contexts.Reading;

namespace EdgeRuntime.Assistant.Contexts.Templates;

/// <summary>A part of a parsed sentence template. Compared by reference, so that one part is compiled once.</summary>
internal abstract class TemplateNode;

/// <summary>Words and the blanks between them as written.</summary>
internal sealed class TextNode(string text) : TemplateNode
{
    public string Text { get; } = text;
}

/// <summary>Parts one after the other; blanks between them stand in their texts.</summary>
internal sealed class SequenceNode(IReadOnlyList<TemplateNode> items) : TemplateNode
{
    public static SequenceNode Empty { get; } = new([]);

    public IReadOnlyList<TemplateNode> Items { get; } = items;
}

/// <summary>One part out of several; an optional part has an empty sequence beside it.</summary>
internal sealed class AlternativesNode(IReadOnlyList<TemplateNode> items) : TemplateNode
{
    public IReadOnlyList<TemplateNode> Items { get; } = items;
}

/// <summary>All parts, in any order.</summary>
internal sealed class PermutationNode(IReadOnlyList<TemplateNode> items) : TemplateNode
{
    public IReadOnlyList<TemplateNode> Items { get; } = items;
}

/// <summary>A reference to a rule, <c>&lt;name&gt;</c>.</summary>
internal sealed class RuleNode(string name, SourceMark mark) : TemplateNode
{
    public string Name { get; } = name;

    public SourceMark Mark { get; } = mark;
}

/// <summary>A reference to a list, <c>{list}</c> or <c>{list:slot}</c>.</summary>
internal sealed class ListNode(string list, string slot, SourceMark mark) : TemplateNode
{
    public string List { get; } = list;

    public string Slot { get; } = slot;

    public SourceMark Mark { get; } = mark;

    /// <summary>Conditions that the entry chosen here must meet by its own context.</summary>
    public IReadOnlyList<ContextCondition> Demands { get; init; } = [];
}

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Narrows a template to the sentences that choose at least one list entry which meets a condition by its own context.</summary>
internal sealed class RequirementRewriter(ContextScope scope, ContextCondition condition)
{
    /// <summary>The narrowed template; null where no sentence is left. Rules are known to have no cycle.</summary>
    public TemplateNode? Narrow(TemplateNode part) => part switch
    {
        SequenceNode sequence => OneOf(sequence.Items.Select((_, i) => NarrowAt(sequence.Items, i))),
        AlternativesNode alternatives => OneOf(alternatives.Items.Select(Narrow)),
        PermutationNode permutation => OneOf(permutation.Items.Select((_, i) => NarrowPermuted(permutation.Items, i))),
        RuleNode rule => scope.TryRule(rule.Name, out var template) ? Narrow(scope.Templates.Parsed(template)) : null,
        ListNode list => CanMeet(list) ? new ListNode(list.List, list.Slot, list.Mark) { Demands = [.. list.Demands, condition] } : null,
        _ => null,
    };

    private SequenceNode? NarrowAt(IReadOnlyList<TemplateNode> items, int at) => Narrow(items[at]) is { } narrowed
        ? new SequenceNode(items.Select((item, i) => i == at ? narrowed : item).ToArray())
        : null;

    private PermutationNode? NarrowPermuted(IReadOnlyList<TemplateNode> items, int at) => Narrow(items[at]) is { } narrowed
        ? new PermutationNode(items.Select((item, i) => i == at ? narrowed : item).ToArray())
        : null;

    private bool CanMeet(ListNode reference) =>
        scope.TryList(reference.List, out var list)
        && list.Entries.Any(entry => entry.Context.TryGetValue(condition.Key, out var value) && condition.Accepts(value));

    private static TemplateNode? OneOf(IEnumerable<TemplateNode?> items)
    {
        var left = items.OfType<TemplateNode>().ToArray();
        return left.Length switch
        {
            0 => null,
            1 => left[0],
            _ => new AlternativesNode(left),
        };
    }
}

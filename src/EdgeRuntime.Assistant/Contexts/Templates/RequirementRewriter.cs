using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Reading;

namespace EdgeRuntime.Assistant.Contexts.Templates;

/// <summary>Narrows templates to the sentences that choose at least one list entry which meets a condition by its own context.
/// What is narrowed once is not narrowed again, and a sequence is halved,
/// so the work grows with the templates and not with the sentences they say.</summary>
internal sealed class RequirementRewriter(ContextScope scope, ContextCondition condition, ArcStore store)
{
    /// <summary>Deepest recursion; <see cref="TemplateCompiler"/> goes no deeper either.</summary>
    private const int MaxDepth = TemplateCompiler.MaxDepth;

    private readonly Dictionary<TemplateNode, TemplateNode?> _done = [];
    private readonly Dictionary<string, bool> _canMeet = new(StringComparer.Ordinal);
    private int _depth;

    /// <summary>True once templates were found nested too deep; what was narrowed then is not to be used.</summary>
    public bool IsTooDeep { get; private set; }

    /// <summary>The narrowed template; null where no sentence is left. Rules are known to have no cycle.</summary>
    public TemplateNode? Narrow(TemplateNode part)
    {
        if (_done.TryGetValue(part, out var narrowed))
        {
            return narrowed;
        }

        store.Spend(1);
        IsTooDeep |= _depth >= MaxDepth;
        if (IsTooDeep || store.IsFull)
        {
            return null;
        }

        _depth++;
        _done[part] = narrowed = NarrowPart(part);
        _depth--;
        return narrowed;
    }

    private TemplateNode? NarrowPart(TemplateNode part) => part switch
    {
        SequenceNode sequence => NarrowAny(sequence.Items.ToArray()),
        AlternativesNode alternatives => OneOf(alternatives.Items.Select(Narrow)),
        PermutationNode permutation => OneOf(permutation.Items.Select((_, i) => NarrowPermuted(permutation.Items, i))),
        RuleNode rule => scope.TryRule(rule.Name, out var template) ? Narrow(scope.Templates.Parsed(template)) : null,
        ListNode list => CanMeet(list) ? new ListNode(list.List, list.Slot, list.Mark) { Demands = [.. list.Demands, condition] } : null,
        _ => null,
    };

    // A sequence meets the condition in its first half or in its second.
    private TemplateNode? NarrowAny(ArraySegment<TemplateNode> items)
    {
        if (items.Count < 2 || store.IsFull)
        {
            return items.Count == 0 ? null : Narrow(items[0]);
        }

        store.Spend(items.Count);
        var (first, second) = (items[..(items.Count / 2)], items[(items.Count / 2)..]);
        var inFirst = NarrowAny(first) is { } before ? new SequenceNode([before, .. second]) : null;
        var inSecond = NarrowAny(second) is { } behind ? new SequenceNode([.. first, behind]) : null;
        return OneOf([inFirst, inSecond]);
    }

    private PermutationNode? NarrowPermuted(IReadOnlyList<TemplateNode> items, int at) => Narrow(items[at]) is { } narrowed
        ? new PermutationNode(items.Select((item, i) => i == at ? narrowed : item).ToArray())
        : null;

    private bool CanMeet(ListNode reference)
    {
        if (!_canMeet.TryGetValue(reference.List, out var can))
        {
            _canMeet[reference.List] = can = scope.TryList(reference.List, out var list)
                && list.Entries.Any(entry => entry.Context.TryGetValue(condition.Key, out var value) && condition.Accepts(value));
        }

        return can;
    }

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

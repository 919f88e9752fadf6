using EdgeRuntime.Assistant.Contexts.Templates;

namespace EdgeRuntime.Assistant.Contexts.Text;

/// <summary>Tells which templates can say a name: have a slot called <c>name</c> anywhere in them.
/// Rules are known to have no cycle.</summary>
internal sealed class NameFinder(ContextScope scope)
{
    private readonly Dictionary<TemplateNode, bool> _says = [];
    private int _depth;

    /// <summary>Whether a template can say a name; false too where it is nested deeper than can be compiled.</summary>
    public bool Says(TemplateNode part)
    {
        if (_says.TryGetValue(part, out var says) || _depth >= TemplateCompiler.MaxDepth)
        {
            return says;
        }

        _depth++;
        _says[part] = says = part switch
        {
            SequenceNode sequence => sequence.Items.Any(Says),
            AlternativesNode alternatives => alternatives.Items.Any(Says),
            PermutationNode permutation => permutation.Items.Any(Says),
            RuleNode rule => scope.TryRule(rule.Name, out var template) && Says(scope.Templates.Parsed(template)),
            ListNode list => list.Slot == SlotMap.NameSlot,
            _ => false,
        };
        _depth--;
        return says;
    }
}

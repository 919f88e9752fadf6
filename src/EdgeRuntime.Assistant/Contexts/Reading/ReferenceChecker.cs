using EdgeRuntime.Assistant.Contexts.Templates;

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>Checks, before anything is compiled, that every template parses, that every rule and list it names exists, and that no
/// rule needs itself. Iterative, since a file chooses how deep its rules go.</summary>
internal sealed class ReferenceChecker(ContextScope scope)
{
    private readonly Dictionary<string, bool> _isDone = new(StringComparer.Ordinal); // false while its parts are being checked
    private readonly Stack<Visit> _path = new();

    /// <summary>Checks a template with all it leads to; null when all is well. After a failure it can be asked again.</summary>
    public Failure? Check(TemplateSource template)
    {
        var failure = Enter("", template);
        while (failure is null && _path.TryPeek(out var visit))
        {
            if (visit.Next() is { } reference)
            {
                failure = Follow(reference);
            }
            else
            {
                Leave(_path.Pop());
            }
        }

        for (; _path.TryPop(out var unfinished);)
        {
            _isDone.Remove(unfinished.Name);
        }

        return failure;
    }

    private void Leave(Visit visit)
    {
        if (visit.Name.Length > 0)
        {
            _isDone[visit.Name] = true;
        }
    }

    private Failure? Follow(TemplateNode reference) => reference is RuleNode rule ? FollowRule(rule) : FollowList((ListNode)reference);

    private Failure? FollowRule(RuleNode rule)
    {
        var name = $"<{rule.Name}>";
        if (!scope.TryRule(rule.Name, out var template))
        {
            return ContextFailure.At(
                rule.Mark, "context-unknown-rule", $"There is no rule {name}.",
                $"Add `{rule.Name}: \"…\"` under `expansion_rules:`, or correct the name{scope.Elsewhere}.");
        }

        return Meet(name, rule.Mark) is { } cycle ? cycle : _isDone.ContainsKey(name) ? null : Enter(name, template);
    }

    private Failure? FollowList(ListNode reference)
    {
        var name = $"{{{reference.List}}}";
        if (!scope.TryList(reference.List, out var list))
        {
            return ContextFailure.At(
                reference.Mark,
                "context-unknown-list",
                $"There is no list {name}.",
                $"Add `{reference.List}:` with `values:`, `range:`, `wildcard: true` or `type: dynamic` under `lists:`, or correct the "
                + $"name{scope.Elsewhere}.");
        }

        return Meet(name, reference.Mark) is { } cycle ? cycle : _isDone.ContainsKey(name) ? null : Enter(
            name,
            list.Entries.Select(entry => entry.In));
    }

    private Failure? Meet(string name, SourceMark mark)
    {
        if (!_isDone.TryGetValue(name, out var isDone) || isDone)
        {
            return null;
        }

        var way = _path.Select(visit => visit.Name).TakeWhile(visited => visited != name).Where(visited => visited.Length > 0).Reverse();
        return ContextFailure.At(
            mark, "context-rule-cycle", $"{name} needs itself: {string.Join(" → ", way.Prepend(name).Append(name))}.",
            "Take one of these references out.");
    }

    private Failure? Enter(string name, TemplateSource template) => Enter(name, [template]);

    private Failure? Enter(string name, IEnumerable<TemplateSource> templates)
    {
        var references = new List<TemplateNode>();
        foreach (var template in templates)
        {
            if (!scope.Templates.Parse(template).TryGet(out var node, out var failure))
            {
                return failure;
            }

            Collect(node, references);
        }

        _path.Push(new Visit(name, references));
        if (name.Length > 0)
        {
            _isDone[name] = false;
        }

        return null;
    }

    private static void Collect(TemplateNode root, List<TemplateNode> references)
    {
        var open = new Stack<TemplateNode>([root]);
        while (open.TryPop(out var node))
        {
            if (node is RuleNode or ListNode)
            {
                references.Add(node);
                continue;
            }

            foreach (var item in (node as SequenceNode)?.Items ?? (node as AlternativesNode)?.Items ?? (node as PermutationNode)?.Items
                ?? [])
            {
                open.Push(item);
            }
        }
    }

    private sealed class Visit(string name, List<TemplateNode> references)
    {
        private int _next;

        public string Name { get; } = name;

        public TemplateNode? Next() => _next < references.Count ? references[_next++] : null;
    }
}

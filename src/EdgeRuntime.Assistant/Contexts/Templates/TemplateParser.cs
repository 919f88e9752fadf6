using System.Text;
using EdgeRuntime.Assistant.Contexts.Reading;

namespace EdgeRuntime.Assistant.Contexts.Templates;

/// <summary>Parses one sentence template: <c>(a|b)</c>, <c>(a;b)</c>, <c>[optional]</c>, <c>{list:slot}</c>, <c>&lt;rule&gt;</c>,
/// <c>\</c> before a character that is meant as itself. Iterative: deep nesting ends in a failure, never in a full stack.</summary>
internal sealed class TemplateParser
{
    /// <summary>Deepest nesting of brackets.</summary>
    private const int MaxDepth = 64;

    /// <summary>Most parts in <c>(a;b;…)</c>; their orders grow as two to that power.</summary>
    private const int MaxPermuted = 8;

    private readonly TemplateSource _source;
    private readonly Stack<Group> _open = new();
    private readonly StringBuilder _text = new();
    private int _at;

    private TemplateParser(TemplateSource source) => _source = source;

    /// <summary>The tree of a template, or the first thing that is wrong with it.</summary>
    public static Outcome<TemplateNode> Parse(TemplateSource source) => new TemplateParser(source).Run();

    private Outcome<TemplateNode> Run()
    {
        _open.Push(new Group('\0', 0));
        for (; _at < _source.Text.Length; _at++)
        {
            if (Take(_source.Text[_at]) is { } failure)
            {
                return failure;
            }
        }

        EndText();
        return _open.Count == 1
            ? _open.Pop().Close()
            : Fail(_open.Peek().Offset, "template-not-closed", $"The bracket opened here is never closed by {_open.Peek().Closer}");
    }

    private Failure? Take(char character)
    {
        switch (character)
        {
            case '\\' when _at + 1 < _source.Text.Length:
                _text.Append(_source.Text[++_at]);
                return null;
            case '(' or '[':
                EndText();
                _open.Push(new Group(character == '(' ? ')' : ']', _at));
                return _open.Count <= MaxDepth ? null : Fail(
                    _at,
                    "template-too-deep",
                    $"The template is nested more than {MaxDepth} levels deep");
            case ')' or ']':
                return Close(character);
            case '|':
                EndText();
                _open.Peek().NextAlternative();
                return null;
            case ';' when _open.Count > 1:
                EndText();
                _open.Peek().NextPermuted();
                return null;
            case '{' or '<':
                return TakeReference(character == '{' ? '}' : '>');
            case '}' or '>':
                return Fail(_at, "template-not-opened", $"This {character} closes nothing; write \\{character} for the character itself");
            default:
                _text.Append(character);
                return null;
        }
    }

    private Failure? Close(char closer)
    {
        EndText();
        if (_open.Count == 1 || _open.Peek().Closer != closer)
        {
            return Fail(_at, "template-not-opened", $"This {closer} closes nothing; write \\{closer} for the character itself");
        }

        var group = _open.Pop();
        if (group.PermutedCount > MaxPermuted)
        {
            return Fail(group.Offset, "template-too-many-orders", $"More than {MaxPermuted} parts in any order are too many");
        }

        _open.Peek().Add(group.Close());
        return null;
    }

    private Failure? TakeReference(char closer)
    {
        EndText();
        var start = _at;
        var end = _source.Text.IndexOf(closer, _at);
        var name = end < 0 ? "" : _source.Text[(_at + 1)..end].Trim();
        if (end < 0 || name.Length == 0 || name.AsSpan().IndexOfAny("{}<>()[]|;") >= 0)
        {
            return Fail(start, "template-not-closed", $"Here a name and then {closer} is expected");
        }

        _at = end;
        _open.Peek().Add(closer == '>' ? new RuleNode(name, MarkOf(start)) : ListReference(name, MarkOf(start)));
        return null;
    }

    private static ListNode ListReference(string name, SourceMark mark)
    {
        var colon = name.IndexOf(':');
        var list = colon < 0 ? name : name[..colon].Trim();
        var slot = colon < 0 ? name : name[(colon + 1)..].Trim();
        return new ListNode(list, slot.Length == 0 ? list : slot, mark);
    }

    private void EndText()
    {
        if (_text.Length > 0)
        {
            _open.Peek().Add(new TextNode(_text.ToString()));
            _text.Clear();
        }
    }

    private SourceMark MarkOf(int offset) => _source.Mark with { Column = _source.Mark.Column + offset };

    private Failure Fail(int offset, string code, string message) => ContextFailure.At(
        MarkOf(offset), code, $"{message}.", "Check the brackets of the template: (a|b), [optional], (a;b), {list:slot}, <rule>.");

    /// <summary>An open bracket and what has been read inside it.</summary>
    private sealed class Group(char closer, int offset)
    {
        private readonly List<List<List<TemplateNode>>> _permuted = [[[]]]; // parts in any order, alternatives, sequence

        public char Closer { get; } = closer;

        public int Offset { get; } = offset;

        public int PermutedCount => _permuted.Count;

        public void Add(TemplateNode node) => _permuted[^1][^1].Add(node);

        public void NextAlternative() => _permuted[^1].Add([]);

        public void NextPermuted() => _permuted.Add([[]]);

        public TemplateNode Close()
        {
            var parts = _permuted.Select(alternatives => OneOf(alternatives.Select(Sequence).ToList())).ToList();
            var whole = parts.Count == 1 ? parts[0] : new PermutationNode(parts);
            return Closer == ']' ? new AlternativesNode([whole, SequenceNode.Empty]) : whole;
        }

        private static TemplateNode OneOf(List<TemplateNode> items) => items.Count == 1 ? items[0] : new AlternativesNode(items);

        private static TemplateNode Sequence(List<TemplateNode> items) => items.Count == 1 ? items[0] : new SequenceNode(items);
    }
}

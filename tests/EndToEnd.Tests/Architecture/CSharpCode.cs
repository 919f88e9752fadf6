using System.Text;

namespace EndToEnd.Tests.Architecture;

/// <summary>C# source with comments and the text of literals blanked out, holes of interpolated strings kept.</summary>
internal sealed class CSharpCode
{
    private readonly string _source;
    private readonly StringBuilder _code = new();
    private int _at;

    private CSharpCode(string source) => _source = source;

    /// <summary>The code of a source file; line breaks stay where they were.</summary>
    public static string Of(string source)
    {
        var code = new CSharpCode(source);
        while (code._at < source.Length)
        {
            code.Step();
        }

        return code._code.ToString();
    }

    private bool Next(string text) => string.CompareOrdinal(_source, _at, text, 0, text.Length) == 0;

    private void Step()
    {
        if (Next("//")) Skip(_source.IndexOf('\n', _at) is var end and >= 0 ? end : _source.Length);
        else if (Next("/*")) Skip(_source.IndexOf("*/", _at + 2, StringComparison.Ordinal) is var end and >= 0 ? end + 2 : _source.Length);
        else if (_source[_at] == '\'') SkipCharacter();
        else if (_source[_at] is '"' or '$' or '@' && StringAhead(out var dollars, out var verbatim)) SkipString(dollars, verbatim);
        else _code.Append(_source[_at++]);
    }

    private void Skip(int end)
    {
        for (; _at < end; _at++)
        {
            _code.Append(_source[_at] == '\n' ? '\n' : ' ');
        }
    }

    private void SkipCharacter()
    {
        var end = _at + 1;
        while (end < _source.Length && _source[end] is not ('\'' or '\n'))
        {
            end += _source[end] == '\\' ? 2 : 1;
        }

        Skip(Math.Min(end + 1, _source.Length));
    }

    private bool StringAhead(out int dollars, out bool verbatim)
    {
        dollars = 0;
        verbatim = false;
        var at = _at;
        for (; at < _source.Length && _source[at] is '$' or '@'; at++)
        {
            if (_source[at] == '$') dollars++;
            else verbatim = true;
        }

        return at < _source.Length && _source[at] == '"';
    }

    private void SkipString(int dollars, bool verbatim)
    {
        while (_source[_at] != '"') Skip(_at + 1);
        var quotes = 0;
        while (_at + quotes < _source.Length && _source[_at + quotes] == '"') quotes++;
        if (quotes == 2)
        {
            Skip(_at + 2);
            return;
        }

        Skip(_at + quotes);
        var raw = quotes >= 3;
        while (_at < _source.Length && !EndOfString(quotes, verbatim))
        {
            if (dollars > 0 && _source[_at] == '{') Hole(raw ? dollars : 1);
            else Skip(Math.Min(_source.Length, _at + (!raw && !verbatim && _source[_at] == '\\' ? 2 : 1)));
        }
    }

    private bool EndOfString(int quotes, bool verbatim)
    {
        if (verbatim && quotes == 1 && Next("\"\""))
        {
            Skip(_at + 2);
            return false;
        }

        if (!Next(new string('"', quotes))) return false;
        Skip(_at + quotes);
        return true;
    }

    private void Hole(int braces)
    {
        if (braces == 1 && Next("{{"))
        {
            Skip(_at + 2);
            return;
        }

        if (!Next(new string('{', braces)))
        {
            Skip(_at + 1);
            return;
        }

        Skip(_at + braces);
        for (var depth = 1; _at < _source.Length && depth > 0;)
        {
            depth += _source[_at] == '{' ? 1 : _source[_at] == '}' ? -1 : 0;
            if (depth > 0) Step();
        }

        Skip(Math.Min(_source.Length, _at + braces));
    }
}

using System.Text;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>Takes a model's thinking out of its words where the server leaves it there: what stands between <see cref="ThinkMarks"/>,
/// however they are cut into pieces, before the first word of the answer. Behind it such a mark is a word like others: an answer may speak
/// of it. So may the thinking: a mark between quotation marks, or one that only begins between blanks, is no mark there. Where thinking
/// has begun more often than it has ended, what follows an end is held until it is known whether it was still thinking: until the next
/// end, or until the answer is over. Gives the very same string back where there is nothing to take out. One thread.</summary>
/// <param name="isInside">Whether the words begin in the middle of thinking, since the template of the model has opened it already.</param>
internal sealed class ThinkTags(bool isInside)
{
    private const int MostHeldBack = 16_384; // characters; more is the answer

    private readonly StringBuilder _words = new(); // of the answer, in the piece being read
    private StringBuilder? _back; // behind an end, while not every beginning has its own
    private int _depth = isInside ? 1 : 0; // of thinking within thinking
    private int _kind = ThinkMarks.AnyKind; // of the mark that it began with
    private bool _mayRepeat = isInside; // the model may write the mark that its template has written
    private string _held = ""; // what can still become a mark
    private char _last; // before what is being read
    private bool _skipsSpace; // the line feeds behind thinking belong to no answer
    private bool _isBegun; // a word of the answer was said
    private int _thoughtBytes;

    /// <summary>Whether thinking has begun and not ended.</summary>
    public bool IsInside => _depth > 0 && _back is null;

    /// <summary>Takes the next words.</summary>
    /// <param name="text">As they came.</param>
    /// <param name="thoughtBytes">Bytes of UTF-8 that were thinking.</param>
    /// <returns>What of them belongs to the answer.</returns>
    public string Take(string text, out int thoughtBytes)
    {
        thoughtBytes = 0;
        if (_isBegun || (_depth == 0 && _held.Length == 0 && !_skipsSpace && !MayBeginAMark(text))) return text;
        var rest = (_held + text).AsSpan();
        _held = "";
        return Read(rest, isLast: false, out thoughtBytes);
    }

    /// <summary>The answer is over: gives what was held and is not thinking.</summary>
    /// <param name="thoughtBytes">Bytes of UTF-8 of it that were.</param>
    public string Finish(out int thoughtBytes)
    {
        var rest = _held;
        _held = "";
        var words = Read(rest, isLast: true, out thoughtBytes);
        if (_back is null) return words;
        Release();
        return words + _words;
    }

    private string Read(ReadOnlySpan<char> rest, bool isLast, out int thoughtBytes)
    {
        _words.Clear();
        _thoughtBytes = 0;
        while (!rest.IsEmpty && _held.Length == 0)
        {
            rest = _depth > 0 ? rest[Think(rest, isLast)..] : rest[Say(rest, isLast)..];
        }

        thoughtBytes = _thoughtBytes;
        return _words.Length == 0 ? "" : _words.ToString();
    }

    private bool MayBeginAMark(string text)
    {
        foreach (var c in text)
        {
            if (ThinkMarks.IsBlank(c)) continue;
            _isBegun = !ThinkMarks.Beginnings.Contains(c);
            return !_isBegun;
        }

        return false;
    }

    // How much of the rest was read.
    private int Think(ReadOnlySpan<char> rest, bool isLast)
    {
        var at = rest.IndexOfAny(ThinkMarks.Beginnings);
        if (at != 0) return Pass(at < 0 ? rest : rest[..at]);
        var mark = ThinkMarks.Read(rest, out var mayBecome);
        if (mark.Length == 0) return mayBecome && !isLast ? Hold(rest) : Pass(rest[..1]);
        var isOurs = _kind == ThinkMarks.AnyKind || mark.Kind == _kind;
        if (!isOurs || mark.IsEmpty) return Pass(rest[..mark.Length]);
        if (MayBeSpokenOf(mark) && mark.Length == rest.Length && !isLast) return Hold(rest);
        var next = mark.Length < rest.Length ? rest[mark.Length] : '\n';
        if (MayBeSpokenOf(mark) && IsSpokenOf(mark, next)) return Pass(rest[..mark.Length]);
        if (mark.Closes) return Close(rest[..mark.Length]);
        if (_mayRepeat) _kind = mark.Kind;
        else _depth++;
        return Pass(rest[..mark.Length]);
    }

    private bool MayBeSpokenOf(ThinkMark mark) => IsQuote(_last) || (_last == ' ' && !mark.Closes);

    private bool IsSpokenOf(ThinkMark mark, char next) =>
        IsQuote(_last) ? IsQuote(next) : !mark.Closes && !char.IsLetterOrDigit(next) && next is not ('\n' or '\r');

    private static bool IsQuote(char c) => c is '`' or '"' or '\'' or '(' or ')' or '“' or '”' or '„' or '‘' or '’' or '«' or '»';

    private int Hold(ReadOnlySpan<char> rest)
    {
        _held = rest.ToString();
        return 0;
    }

    private int Pass(ReadOnlySpan<char> thought)
    {
        _mayRepeat &= thought.IndexOfAnyExcept(" \r\n\t") < 0;
        _last = thought[^1];
        if (_back is null) _thoughtBytes += Encoding.UTF8.GetByteCount(thought);
        else if (_back.Append(thought).Length > MostHeldBack) Release();
        return thought.Length;
    }

    private int Close(ReadOnlySpan<char> mark)
    {
        _thoughtBytes += Encoding.UTF8.GetByteCount(mark);
        if (_back is not null) _thoughtBytes += Encoding.UTF8.GetByteCount(_back.ToString());
        _depth--;
        _back = _depth == 0 ? null : new StringBuilder();
        _skipsSpace = _depth == 0;
        _last = mark[^1];
        return mark.Length;
    }

    // What was held is the answer.
    private void Release()
    {
        var at = 0;
        while (at < _back!.Length && ThinkMarks.IsBlank(_back[at])) at++;
        _words.Append(_back, at, _back.Length - at);
        (_back, _depth, _isBegun) = (null, 0, true);
    }

    private int Say(ReadOnlySpan<char> rest, bool isLast)
    {
        var blanks = 0;
        while (!_isBegun && blanks < rest.Length && ThinkMarks.IsBlank(rest[blanks])) blanks++;
        if (blanks > 0)
        {
            if (!_skipsSpace) _words.Append(rest[..blanks]);
            return blanks;
        }

        var mayBecome = false;
        var mark = !_isBegun && ThinkMarks.Beginnings.Contains(rest[0]) ? ThinkMarks.Read(rest, out mayBecome) : default;
        if (mark.Length > 0 && (_skipsSpace || !mark.Closes)) return Begin(mark, rest[..mark.Length]);
        if (mayBecome && !isLast) return Hold(rest);
        (_isBegun, _skipsSpace) = (true, false);
        _words.Append(rest);
        return rest.Length;
    }

    // Behind thinking an end that nothing has begun is one too many.
    private int Begin(ThinkMark mark, ReadOnlySpan<char> text)
    {
        _thoughtBytes += Encoding.UTF8.GetByteCount(text);
        _last = text[^1];
        if (mark is { Closes: false, IsEmpty: false }) (_depth, _kind) = (1, mark.Kind);
        return text.Length;
    }
}

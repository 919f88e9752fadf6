using System.Text;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>Takes a model's thinking out of its words where the server leaves it there: <c>&lt;think&gt;…&lt;/think&gt;</c> and its kin,
/// however they are cut into pieces, before the first word of the answer. Behind it such a mark is a word like others: an answer may speak
/// of it. Gives the very same string back where there is nothing to take out. One thread.</summary>
/// <param name="isInside">Whether the words begin in the middle of thinking, since the template of the model has opened it already.</param>
internal sealed class ThinkTags(bool isInside)
{
    private static readonly (string Open, string Close)[] Tags =
        [("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<thought>", "</thought>"), ("[THINK]", "[/THINK]")];

    private readonly StringBuilder _words = new(); // of the answer, in the piece being read
    private string _close = isInside ? Tags[0].Close : ""; // of the thinking that goes on; empty outside
    private string _held = ""; // what can still become a tag
    private bool _skipsSpace; // the line feeds behind thinking belong to no answer
    private bool _isBegun; // a word of the answer was said
    private int _thoughtBytes;

    /// <summary>Whether thinking has begun and not ended.</summary>
    public bool IsInside => _close.Length > 0;

    /// <summary>Takes the next words.</summary>
    /// <param name="text">As they came.</param>
    /// <param name="thoughtBytes">Bytes of UTF-8 that were thinking.</param>
    /// <returns>What of them belongs to the answer.</returns>
    public string Take(string text, out int thoughtBytes)
    {
        thoughtBytes = 0;
        if (_isBegun || (!IsInside && _held.Length == 0 && !_skipsSpace && !MayBeginATag(text))) return text;
        var rest = (_held + text).AsSpan();
        _held = "";
        _words.Clear();
        _thoughtBytes = 0;
        while (!rest.IsEmpty && _held.Length == 0)
        {
            rest = IsInside ? rest[Think(rest)..] : rest[Say(rest)..];
        }

        thoughtBytes = _thoughtBytes;
        return _words.ToString();
    }

    /// <summary>The answer is over: gives what was held and has not become a tag.</summary>
    public string Finish()
    {
        var rest = IsInside ? "" : _held;
        _held = "";
        return rest;
    }

    private bool MayBeginATag(string text)
    {
        var words = text.AsSpan().TrimStart();
        _isBegun = words is not [] and not ['<' or '[', ..];
        return words is ['<' or '[', ..];
    }

    private int Think(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf(_close, StringComparison.OrdinalIgnoreCase);
        var length = end >= 0 ? end + _close.Length : rest.Length - BeginningAtTheEnd(rest, _close);
        _thoughtBytes += Encoding.UTF8.GetByteCount(rest[..length]);
        if (end < 0)
        {
            _held = rest[length..].ToString();
            return length;
        }

        (_close, _skipsSpace) = ("", true);
        return length;
    }

    private int Say(ReadOnlySpan<char> rest)
    {
        var space = rest.Length - rest.TrimStart().Length;
        if (space > 0)
        {
            if (!_skipsSpace) _words.Append(rest[..space]);
            return space;
        }

        foreach (var (open, close) in Tags)
        {
            if (rest.StartsWith(open, StringComparison.OrdinalIgnoreCase))
            {
                _close = close;
                _thoughtBytes += open.Length;
                return open.Length;
            }

            if (open.AsSpan().StartsWith(rest, StringComparison.OrdinalIgnoreCase))
            {
                _held = rest.ToString();
                return 0;
            }
        }

        (_isBegun, _skipsSpace) = (true, false);
        _words.Append(rest);
        return rest.Length;
    }

    // How many of the last characters are the beginning of the tag.
    private static int BeginningAtTheEnd(ReadOnlySpan<char> text, string tag)
    {
        for (var length = Math.Min(tag.Length - 1, text.Length); length > 0; length--)
        {
            if (text.EndsWith(tag.AsSpan(0, length), StringComparison.OrdinalIgnoreCase)) return length;
        }

        return 0;
    }
}

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Characters in a row that grows and is cut at its front. One thread.</summary>
internal sealed class CharBuffer
{
    private char[] _chars = [];
    private int _start;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The character at a place, counted from the front.</summary>
    public char this[int index] => _chars[_start + index];

    /// <summary>All of them, until the next change.</summary>
    public ReadOnlySpan<char> Span => _chars.AsSpan(_start, Count);

    /// <summary>Puts a character at the end.</summary>
    public void Add(char next)
    {
        Reserve(1);
        _chars[_start + Count++] = next;
    }

    /// <summary>Puts a copy of several at the end.</summary>
    public void Add(ReadOnlySpan<char> more)
    {
        Reserve(more.Length);
        more.CopyTo(_chars.AsSpan(_start + Count));
        Count += more.Length;
    }

    /// <summary>Takes the first away.</summary>
    public void RemoveFirst(int count)
    {
        Count -= count;
        _start = Count == 0 ? 0 : _start + count;
    }

    /// <summary>Takes all away.</summary>
    public void Clear() => RemoveFirst(Count);

    private void Reserve(int more)
    {
        if (_start + Count + more <= _chars.Length)
        {
            return;
        }

        var into = Count + more <= _chars.Length ? _chars : new char[Math.Max(64, 2 * (Count + more))];
        Span.CopyTo(into);
        (_chars, _start) = (into, 0);
    }
}

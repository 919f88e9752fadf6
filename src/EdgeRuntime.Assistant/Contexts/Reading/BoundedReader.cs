namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>Ends a text after a number of characters and remembers that it did.</summary>
internal sealed class BoundedReader(TextReader inner, int maxCharacters) : TextReader
{
    private int _left = maxCharacters;

    /// <summary>True once text was held back.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Characters read so far.</summary>
    public int ReadCharacters { get; private set; }

    public override int Peek() => _left > 0 ? inner.Peek() : -1;

    public override int Read()
    {
        var character = inner.Read();
        return character < 0 ? -1 : Count(1) > 0 ? character : -1;
    }

    public override int Read(char[] buffer, int index, int count) => Count(inner.Read(buffer, index, count));

    public override int Read(Span<char> buffer) => Count(inner.Read(buffer));

    private int Count(int read)
    {
        var kept = Math.Min(read, _left);
        IsCut |= kept < read;
        _left -= kept;
        ReadCharacters += kept;
        return kept;
    }
}

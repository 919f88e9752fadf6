namespace TestKit;

/// <summary>A pipe: cannot be sought in, hands out a few bytes at a time, and may break.</summary>
/// <param name="bytes">What comes through.</param>
/// <param name="most">Most bytes per read.</param>
/// <param name="breakAt">Byte at which reading fails with an <see cref="IOException"/>; none when negative.</param>
public sealed class TrickleStream(byte[] bytes, int most = 1, int breakAt = -1) : Stream
{
    /// <summary>Bytes handed out so far.</summary>
    public int Handed { get; private set; }

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (breakAt >= 0 && Handed >= breakAt)
        {
            throw new IOException("The pipe broke.");
        }

        count = Math.Min(Math.Min(count, most), bytes.Length - Handed);
        bytes.AsSpan(Handed, count).CopyTo(buffer.AsSpan(offset));
        Handed += count;
        return count;
    }

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

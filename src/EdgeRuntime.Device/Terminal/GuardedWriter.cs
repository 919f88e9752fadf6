using System.Text;

namespace EdgeRuntime.Device.Terminal;

/// <summary>A stream to the terminal that may fail, since its disk is full or it was closed. The first failure is told and kept,
/// and what is written after it is dropped: a wish that is carried out must not be broken off because nobody reads the answer.</summary>
/// <param name="inner">Where to; not owned.</param>
/// <param name="told">Told once why nothing can be written.</param>
internal sealed class GuardedWriter(TextWriter inner, Action<string> told) : TextWriter(inner.FormatProvider)
{
    /// <summary>The stream itself, to ask whether it is a terminal.</summary>
    public TextWriter Inner { get; } = inner;

    /// <summary>True when something could not be written.</summary>
    public bool IsLost { get; private set; }

    /// <inheritdoc/>
    public override Encoding Encoding => Inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => Inner.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => Inner.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => Inner.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine() => Try(Inner.WriteLine);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => Inner.WriteLine(value));

    /// <inheritdoc/>
    public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        WriteLine(buffer.ToString());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Flush() => Try(Inner.Flush);

    /// <inheritdoc/>
    public override Task FlushAsync()
    {
        Flush();
        return Task.CompletedTask;
    }

    private void Try(Action write)
    {
        if (IsLost) return;
        try
        {
            write();
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            IsLost = true; // before anybody is told: the stream that this is told on may be this one
            told(thrown.Message.ReplaceLineEndings(" "));
        }
    }
}

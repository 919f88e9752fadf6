using System.Text;

namespace EdgeRuntime.Device.Terminal;

/// <summary>A stream to the terminal that was closed before the program began: what is written to it is lost, and said to be.</summary>
internal sealed class ClosedWriter() : TextWriter(null)
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => throw new IOException("it was closed before the program began.");
}

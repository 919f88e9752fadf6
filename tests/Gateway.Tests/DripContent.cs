using System.Net;
using System.Threading.Channels;

namespace Gateway.Tests;

/// <summary>The body of a request that goes on the wire in exactly the pieces and at the times that a test wants.</summary>
internal sealed class DripContent : HttpContent
{
    private readonly Channel<byte[]> _pieces = Channel.CreateUnbounded<byte[]>();

    /// <summary>Sends some bytes.</summary>
    public void Drip(params byte[] bytes) => _pieces.Writer.TryWrite(bytes);

    protected override void Dispose(bool disposing)
    {
        _pieces.Writer.TryComplete();
        base.Dispose(disposing);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await foreach (var piece in _pieces.Reader.ReadAllAsync())
        {
            await stream.WriteAsync(piece);
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

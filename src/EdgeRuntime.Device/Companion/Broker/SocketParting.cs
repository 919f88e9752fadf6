using System.Buffers;
using System.Net.Sockets;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Ends connections so that what was said last arrives. To close one with bytes of the peer unread sends a reset (RFC 1122,
/// 4.2.2.13), and the peer may lose with it what it had not read yet: so our side is ended first, and what still comes is read and
/// dropped until the peer ends its own, for a bounded time, number of bytes and number of connections. Safe for many threads.</summary>
internal sealed class SocketParting(BrokerOptions options, TimeProvider time)
{
    private const int BlockBytes = 4 << 10;

    private int _parting;

    /// <summary>Says that nothing more comes, and waits for the peer. The caller closes the socket.</summary>
    /// <param name="socket">The connection; one that is closed meanwhile ends the wait.</param>
    public async ValueTask PartAsync(Socket socket, CancellationToken stop)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            if (Interlocked.Increment(ref _parting) > options.MaxWaiting) return;
            await DropAsync(socket, block, stop).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _parting);
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private async ValueTask DropAsync(Socket socket, Memory<byte> block, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(options.PartingTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            for (var left = options.PartingBytes; left > 0;)
            {
                var read = await socket.ReceiveAsync(block, SocketFlags.None, either.Token).ConfigureAwait(false);
                if (read == 0) return;
                left -= read;
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It did not end its own in time, or is gone already: it is closed as it is.
        }
    }
}

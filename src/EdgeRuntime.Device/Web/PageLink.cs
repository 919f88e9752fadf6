using System.Net.WebSockets;
using System.Threading.Channels;
using EdgeRuntime.Assistant;

namespace EdgeRuntime.Device.Web;

/// <summary>One open socket of the page /glasses. Sending never waits: a page that does not read what it is told is cut off.
/// Whichever way it ends from this side, what waits is sent first, for as long as a goodbye may take.</summary>
/// <param name="socket">Stays with the caller.</param>
internal sealed class PageLink(WebSocket socket)
{
    /// <summary>Longest message from a page: a picture.</summary>
    public const int MaxBytes = 2 << 20;

    private const int MaxWaiting = 256;
    private const int MaxReason = 120; // a close frame holds 123 bytes (RFC 6455, 5.5)

    private const string Stopping = "The glasses were stopped.";

    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(1); // to take what waits, and to close

    // not disposed: a late end may still reach for it, and its timer is gone within a second
    private readonly CancellationTokenSource _over = new();
    private volatile bool _stops;

    // Full means that the page has stopped reading; nothing is dropped, the link is.
    private readonly Channel<(byte[] Content, WebSocketMessageType Type)> _waiting =
        Channel.CreateBounded<(byte[], WebSocketMessageType)>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    /// <summary>Takes a message of the page; valid during the call. A failure ends the link.</summary>
    public delegate Failure? Receiver(ReadOnlySpan<byte> message, bool isText);

    /// <summary>Queues an event; nothing is dropped: a page that stops reading loses its link.</summary>
    public void Tell(PageEvent happened) => Send(PageJson.Bytes(happened), WebSocketMessageType.Text);

    /// <summary>Sends JSON that is written already.</summary>
    public void Tell(byte[] json) => Send(json, WebSocketMessageType.Text);

    /// <summary>Sends bytes made by <see cref="PageFrames"/>.</summary>
    public void Show(byte[] frame) => Send(frame, WebSocketMessageType.Binary);

    /// <summary>Sends what waits, then closes.</summary>
    public void End()
    {
        if (_waiting.Writer.TryComplete()) _over.CancelAfter(LongestGoodbye); // also of a page that reads nothing
    }

    /// <summary>Serves the link until either side ends it, the page misbehaves or the token is cancelled.</summary>
    public async Task RunAsync(Receiver receive, CancellationToken stop)
    {
        var sending = SendAllAsync();
        await using var stopping = stop.UnsafeRegister(link => ((PageLink)link!).Stop(), this).ConfigureAwait(false);
        try
        {
            var why = await ReceiveAllAsync(receive, _over.Token).ConfigureAwait(false);
            if (why is not null) await CloseAsync(why, _over.Token).ConfigureAwait(false);
        }
        catch (Exception thrown) when (thrown is WebSocketException or OperationCanceledException)
        {
            // The page is gone, or the program ends: either way there is nobody left to tell.
        }
        finally
        {
            End();
            await _over.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
            socket.Abort();
        }
    }

    private void Stop()
    {
        _stops = true;
        End();
    }

    private void Send(byte[] content, WebSocketMessageType type)
    {
        if (!_waiting.Writer.TryWrite((content, type))) socket.Abort();
    }

    private async Task SendAllAsync()
    {
        var stop = _over.Token;
        try
        {
            await foreach (var (content, type) in _waiting.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                await socket.SendAsync(content, type, endOfMessage: true, stop).ConfigureAwait(false);
            }

            var (status, reason) = _stops
                ? (WebSocketCloseStatus.EndpointUnavailable, Stopping)
                : (WebSocketCloseStatus.NormalClosure, null);
            await socket.CloseOutputAsync(status, reason, stop).ConfigureAwait(false);
        }
        catch (Exception thrown) when (thrown is WebSocketException or OperationCanceledException or InvalidOperationException
            or ObjectDisposedException)
        {
            End(); // gone while something was being said
        }
    }

    private async ValueTask<Failure?> ReceiveAllAsync(Receiver receive, CancellationToken stop)
    {
        var buffer = new byte[PageMicrophone.MaxBytes + PageFrames.HeaderBytes];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), stop).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            length += part.Count;
            if (!part.EndOfMessage)
            {
                if (length == MaxBytes) return WebFailures.Unreadable($"longer than {MaxBytes} bytes");
                if (length == buffer.Length) Array.Resize(ref buffer, Math.Min(buffer.Length * 2, MaxBytes));
                continue;
            }

            if (receive(buffer.AsSpan(0, length), part.MessageType == WebSocketMessageType.Text) is { } wrong) return wrong;
            length = 0;
        }
    }

    // To abort at once would throw away the reason while it is on its way: the page closes its side when it has it.
    private async Task CloseAsync(Failure why, CancellationToken stop)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(LongestGoodbye);
        var reason = why.Message[..Math.Min(why.Message.Length, MaxReason)];
        await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, reason, late.Token).ConfigureAwait(false);
        var rest = new byte[PageMicrophone.MaxBytes];
        while ((await socket.ReceiveAsync(rest.AsMemory(), late.Token).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
        {
        }
    }
}

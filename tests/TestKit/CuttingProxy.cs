using System.Net;
using System.Net.Sockets;

namespace TestKit;

/// <summary>A TCP proxy on loopback whose connections are cut: both ends are reset, as when a radio link is lost. Not for measuring:
/// it copies.</summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<(TcpClient Near, TcpClient Far)> _open = [];
    private readonly List<Task> _pipes = [];
    private readonly int _target;
    private readonly Func<int, int> _cutAfter;
    private readonly Task _accepting;
    private int _stalled; // connections below this number

    /// <summary>Begins to take connections for a port on loopback.</summary>
    /// <param name="target">Port of the server.</param>
    /// <param name="cutAfter">Bytes from the server after which a connection breaks, by its number from 0; null for never.</param>
    public CuttingProxy(int target, Func<int, int>? cutAfter = null)
    {
        (_target, _cutAfter) = (target, cutAfter ?? (_ => int.MaxValue));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Port to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections so far.</summary>
    public int Connections { get; private set; }

    /// <summary>False while nobody is let through.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>From here on the connections that are open carry nothing and are not told so, as when a phone slept too long;
    /// those that come later work.</summary>
    public void Stall() => Volatile.Write(ref _stalled, Connections);

    /// <summary>Resets every open connection before it returns.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            foreach (var (near, far) in _open)
            {
                Reset(near);
                Reset(far);
            }

            _open.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_pipes);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync(_stop.Token);
                _pipes.RemoveAll(pipe => pipe.IsCompletedSuccessfully);
                _pipes.Add(CarryAsync(near, Connections, _cutAfter(Connections++)));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient near, int number, int cutAfter)
    {
        using var ends = near;
        using var far = new TcpClient();
        try
        {
            if (!IsOpen) return;
            await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            near.NoDelay = far.NoDelay = true;
            lock (_lock) _open.Add((near, far));
            var up = CopyAsync(near.GetStream(), far.GetStream(), number, int.MaxValue);
            var down = CopyAsync(far.GetStream(), near.GetStream(), number, cutAfter);
            await Task.WhenAny(up, down);
            Reset(near);
            Reset(far);
            await Task.WhenAll(up, down);
        }
        catch (Exception lost) when (lost is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException)
        {
            // The link is lost: that is what this proxy is for.
        }
        finally
        {
            lock (_lock) _open.RemoveAll(pair => pair.Near == near);
        }
    }

    // Not a polite end: what is under way is thrown away, as it is when a link is lost.
    private static void Reset(TcpClient side) => side.Client?.Close(timeout: 0);

    private async Task CopyAsync(NetworkStream from, NetworkStream to, int number, int bytes)
    {
        var stop = _stop.Token;
        var buffer = new byte[4096];
        while (bytes > 0)
        {
            var read = await from.ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, bytes)), stop);
            if (read == 0) return;
            if (number < Volatile.Read(ref _stalled)) continue;
            await to.WriteAsync(buffer.AsMemory(0, read), stop);
            bytes -= read;
        }
    }
}

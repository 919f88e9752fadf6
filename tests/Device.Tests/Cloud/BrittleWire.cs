using System.Net;
using System.Net.Sockets;

namespace Device.Tests.Cloud;

/// <summary>A wire that is cut: forwards TCP connections, and breaks each after as many bytes as the test says.</summary>
internal sealed class BrittleWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _pipes = [];
    private volatile CancellationTokenSource _cut = new();
    private readonly int _target;
    private readonly Func<int, int> _cutAfter;
    private readonly Task _accepting;

    /// <param name="target">Port of the server.</param>
    /// <param name="cutAfter">Bytes from the server after which a connection breaks, by its number from 0; <see cref="int.MaxValue"/> for never.</param>
    public BrittleWire(int target, Func<int, int> cutAfter)
    {
        (_target, _cutAfter) = (target, cutAfter);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections { get; private set; }

    /// <summary>False while nobody is let through.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Breaks every connection that is open.</summary>
    public void CutAll()
    {
        var cut = _cut;
        _cut = new CancellationTokenSource();
        cut.Cancel();
    }

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
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _pipes.Add(PipeAsync(client, _cutAfter(Connections++)));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task PipeAsync(TcpClient client, int cutAfter)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                if (!IsOpen) return;
                await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                using var cut = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _cut.Token);
                var up = CopyAsync(client.GetStream(), server.GetStream(), int.MaxValue, cut.Token);
                var down = CopyAsync(server.GetStream(), client.GetStream(), cutAfter, cut.Token);
                await Task.WhenAny(up, down);
                client.LingerState = new LingerOption(true, 0); // a reset, as a lost link is, not a polite end
                await cut.CancelAsync();
                await Task.WhenAll(up, down);
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
            {
                // Broken is what it is for.
            }
        }
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, int bytes, CancellationToken stop)
    {
        var buffer = new byte[4096];
        while (bytes > 0)
        {
            var read = await from.ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, bytes)), stop);
            if (read == 0) return;
            await to.WriteAsync(buffer.AsMemory(0, read), stop);
            bytes -= read;
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace TestKit;

/// <summary>A TCP proxy on loopback whose connections are cut: both ends are reset, as when a radio link is lost. Not for measuring: it copies.</summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly List<(TcpClient Near, TcpClient Far)> open = [];
    private readonly int target;
    private readonly Task accepting;

    /// <summary>Begins to take connections for a port on loopback.</summary>
    public CuttingProxy(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Port to connect to.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Resets every open connection.</summary>
    public void Cut()
    {
        lock (gate)
        {
            foreach (var (near, far) in open)
            {
                Reset(near);
                Reset(far);
            }

            open.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        Cut();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> copies = [];
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync(stop.Token);
                copies.Add(CarryAsync(near));
                copies.RemoveAll(copy => copy.IsCompleted);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(copies);
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, target, stop.Token);
            lock (gate) open.Add((near, far));
            near.NoDelay = far.NoDelay = true;
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), stop.Token), far.GetStream().CopyToAsync(near.GetStream(), stop.Token));
        }
        catch (Exception lost) when (lost is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The link is lost: that is what this proxy is for.
        }
        finally
        {
            lock (gate) open.RemoveAll(pair => pair.Near == near);
            near.Dispose();
            far.Dispose();
        }
    }

    private static void Reset(TcpClient side)
    {
        try
        {
            side.Client.LingerState = new LingerOption(true, 0);
            side.Close();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or NullReferenceException)
        {
            // Already gone.
        }
    }
}

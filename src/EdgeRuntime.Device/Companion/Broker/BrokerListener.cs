using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using MQTTnet.Adapter;
using MQTTnet.Channel;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Implementations;
using MQTTnet.Server;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Takes connections for the broker, over TCP, TLS and WebSockets, each with a pass of the gate and behind a
/// <see cref="GuardedChannel"/>.</summary>
/// <param name="gate">Bounds those that have not shown who they are.</param>
/// <param name="tally">Counts what was refused.</param>
internal sealed class BrokerListener(BrokerOptions options, ConnectionGate gate, BrokerTally tally, TimeProvider time) : IMqttServerAdapter
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly SocketParting _parting = new(options, time);
    private readonly HashSet<Task> _serving = [];
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    /// <inheritdoc/>
    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <summary>Where it listens; null where it does not.</summary>
    public IPEndPoint? Bound => (IPEndPoint?)_listener?.LocalEndpoint;

    /// <summary>Binds its port. Failure: <c>mqtt-port-taken</c>.</summary>
    public Failure? Bind()
    {
        if (options.Listen is not { } listen) return null;
        try
        {
            var listener = new TcpListener(listen);
            listener.Start(options.MaxWaiting);
            _listener = listener;
            return null;
        }
        catch (SocketException thrown)
        {
            return new Failure(
                Stages.Start, "mqtt-port-taken", $"MQTT cannot be served on {listen}: {thrown.Message}",
                "Choose another port, or stop what uses this one.");
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(MqttServerOptions serverOptions, IMqttNetLogger logger)
    {
        if (_listener is { } listener) _accepting = AcceptAsync(listener);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false); // before the listener: one that has stopped refuses to be asked for the next connection
        _listener?.Stop();
        Task[] serving;
        lock (_lock) serving = [.. _serving];
        await Task.WhenAll(serving).ConfigureAwait(false);
    }

    /// <summary>Serves MQTT over a WebSocket until the client has gone.</summary>
    public async Task ServeAsync(WebSocket socket, EndPoint? remote, ConnectionPass pass, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _stop.Token);
        await ServeAsync(new MqttWebSocketChannel(socket, remote, true, null), pass, time.GetTimestamp(), either.Token)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener?.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true) await AcceptOneAsync(listener).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return; // it stops
        }
    }

    private async Task AcceptOneAsync(TcpListener listener)
    {
        try
        {
            Track(ServeAsync(await listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false)));
        }
        catch (SocketException)
        {
            tally.Refused("accept-failed"); // such as no more file handles: the next may be let in, once some have been given back
            await Task.Delay(AfterFailure, time, _stop.Token).ConfigureAwait(false);
        }
    }

    private void Track(Task serving)
    {
        lock (_lock) _serving.Add(serving);
        _ = serving.ContinueWith(
            done =>
            {
                lock (_lock) _serving.Remove(done);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var began = time.GetTimestamp();
                socket.NoDelay = true;
                var (local, remote) = (socket.LocalEndPoint, socket.RemoteEndPoint);
                using var pass = gate.Enter((remote as IPEndPoint)?.Address, () => socket.Close(timeout: 0));
                var stream = await HearAsync(socket, pass).ConfigureAwait(false);
                await using var closed = stream.ConfigureAwait(false);
                await ServeAsync(new MqttTcpChannel(stream, local, remote, null), pass, began, _stop.Token).ConfigureAwait(false);
                await _parting.PartAsync(socket, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception thrown) when (thrown is IOException or SocketException or AuthenticationException or OperationCanceledException
                or ObjectDisposedException)
            {
                tally.Refused("connection-broken");
            }
        }
    }

    // No room is made for a connection before its first byte has come.
    private async ValueTask<Stream> HearAsync(Socket socket, ConnectionPass pass)
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, either.Token).ConfigureAwait(false);
        pass.Hear();
        var plain = new NetworkStream(socket, ownsSocket: false);
        if (options.Certificate is not { } certificate) return plain;
        var secure = new SslStream(plain);
        var settings = new SslServerAuthenticationOptions { ServerCertificate = certificate() };
        await secure.AuthenticateAsServerAsync(settings, either.Token).ConfigureAwait(false);
        pass.Hear();
        return secure;
    }

    private async Task ServeAsync(IMqttChannel connection, ConnectionPass pass, long began, CancellationToken stop)
    {
        using var guard = new GuardedChannel(connection, options, time, began, tally.Refused);
        using var adapter = new GuardedAdapter(guard, options, pass);
        await using var cut = stop.UnsafeRegister(channel => ((IMqttChannel)channel!).Dispose(), connection).ConfigureAwait(false);
        if (ClientHandler is { } handle) await handle(adapter).ConfigureAwait(false);
    }
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using EdgeRuntime.Assistant;
using MQTTnet.Adapter;
using MQTTnet.Channel;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Server;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Takes connections for the broker, over TCP, TLS and WebSockets, each behind a <see cref="GuardedChannel"/>, and no more than
/// it may.</summary>
/// <param name="options">Limits.</param>
/// <param name="tally">Counts what was refused.</param>
/// <param name="time">Clock.</param>
internal sealed class BrokerListener(BrokerOptions options, BrokerTally tally, TimeProvider time) : IMqttServerAdapter
{
    private const int WriterBufferBytes = 1 << 10;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<IMqttChannelAdapter, GuardedChannel> _open = [];
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
            listener.Start(options.MaxConnections);
            _listener = listener;
            return null;
        }
        catch (SocketException thrown)
        {
            return new Failure(
                Stages.Start, "mqtt-port-taken", $"MQTT cannot be served on {listen}: {thrown.Message}", "Choose another port, or stop what uses this one.");
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
    public async Task ServeAsync(WebSocket socket, EndPoint? remote, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _stop.Token);
        await ServeAsync(new MqttWebSocketChannel(socket, remote, true, null), either.Token).ConfigureAwait(false);
    }

    /// <summary>The guard of a connection.</summary>
    public GuardedChannel? GuardOf(IMqttChannelAdapter adapter)
    {
        lock (_lock) return _open.GetValueOrDefault(adapter);
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
        Socket socket;
        try
        {
            socket = await listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            tally.Refused("accept-failed"); // such as no more file handles: the next may be let in, once some have been given back
            await Task.Delay(AfterFailure, time, _stop.Token).ConfigureAwait(false);
            return;
        }

        if (IsFlooded())
        {
            tally.Refused("too-many-connections");
            socket.Close(timeout: 0);
            return;
        }

        Track(ServeAsync(socket));
    }

    // Twice as many as may stay: those that are still to be refused, or in the middle of TLS, cost little and not for long.
    private bool IsFlooded()
    {
        lock (_lock) return _serving.Count >= 2 * options.MaxConnections;
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
                socket.NoDelay = true;
                var (local, remote) = (socket.LocalEndPoint, socket.RemoteEndPoint);
                await using var stream = await SecureAsync(new NetworkStream(socket, ownsSocket: false)).ConfigureAwait(false);
                await ServeAsync(new MqttTcpChannel(stream, local, remote, null), _stop.Token).ConfigureAwait(false);
            }
            catch (Exception thrown) when (thrown is IOException or SocketException or AuthenticationException or OperationCanceledException)
            {
                tally.Refused("connection-broken");
            }
        }
    }

    private async ValueTask<Stream> SecureAsync(NetworkStream plain)
    {
        if (options.Certificate is not { } certificate) return plain;
        var secure = new SslStream(plain);
        using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        var settings = new SslServerAuthenticationOptions { ServerCertificate = certificate() };
        await secure.AuthenticateAsServerAsync(settings, either.Token).ConfigureAwait(false);
        return secure;
    }

    private async Task ServeAsync(IMqttChannel connection, CancellationToken stop)
    {
        using var guard = new GuardedChannel(connection, options, time, fault => tally.Refused(NameOf(fault)));
        var formatter = new MqttPacketFormatterAdapter(new MqttBufferWriter(WriterBufferBytes, options.PacketBytes));
        using var adapter = new MqttChannelAdapter(guard, formatter, MqttNetNullLogger.Instance);
        if (!Enter(adapter, guard)) return;
        await using var cut = stop.UnsafeRegister(channel => ((IMqttChannel)channel!).Dispose(), connection).ConfigureAwait(false);
        try
        {
            if (ClientHandler is { } handle) await handle(adapter).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock) _open.Remove(adapter);
        }
    }

    private bool Enter(IMqttChannelAdapter adapter, GuardedChannel guard)
    {
        lock (_lock)
        {
            if (_open.Count < options.MaxConnections)
            {
                _open.Add(adapter, guard);
                return true;
            }
        }

        tally.Refused("too-many-connections");
        return false;
    }

    private static string NameOf(PacketFault fault) => fault switch
    {
        PacketFault.NotMqtt => "not-mqtt",
        PacketFault.TooLarge => "packet-too-large",
        _ => "packet-malformed",
    };
}

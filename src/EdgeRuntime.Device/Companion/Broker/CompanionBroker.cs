using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using EdgeRuntime.Assistant;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Pairing;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>The MQTT 5 broker in the glasses. Phones speak to the glasses through it and never to each other; what they may touch,
/// <see cref="BrokerAccess"/> says, and what they may cost, <see cref="BrokerOptions"/>.</summary>
public sealed class CompanionBroker : IPhoneBroker
{
    private const string ClientKey = "client";
    private static readonly TimeSpan PartingPause = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<string, BrokerClient> _clients = new(StringComparer.Ordinal);
    private readonly Lock _admitting = new();
    private readonly Dictionary<string, BrokerClient> _own = [];
    private readonly BrokerOptions _options;
    private readonly BrokerAccess _access;
    private readonly BrokerListener _listener;
    private readonly MqttServer _server;
    private readonly TimeProvider _time;
    private readonly string _glasses;
    private PhoneInlet? _inlet;

    /// <summary>Makes a broker that is not started.</summary>
    /// <param name="options">Limits; valid.</param>
    public CompanionBroker(BondBook bonds, BrokerOptions options, TimeProvider time)
    {
        (_options, _access, _time, _glasses) = (options, new BrokerAccess(bonds), time, bonds.Glasses);
        Gate = new ConnectionGate(options, Tally);
        _listener = new BrokerListener(options, Gate, Tally, time);
        var settings = new MqttServerOptionsBuilder()
            .WithoutDefaultEndpoint()
            .WithDefaultCommunicationTimeout(options.ConnectTimeout)
            .WithMaxPendingMessagesPerClient(options.QueuedPerClient)
            .WithPendingMessagesOverflowStrategy(MqttPendingMessagesOverflowStrategy.DropOldestQueuedMessage)
            .WithPersistentSessions(false)
            .Build();
        _server = new MqttServer(settings, [_listener], MqttNetNullLogger.Instance);
        _server.ValidatingConnectionAsync += AdmitAsync;
        _server.InterceptingSubscriptionAsync += SubscribeAsync;
        _server.InterceptingPublishAsync += PublishAsync;
        _server.ClientDisconnectedAsync += LeftAsync;
    }

    /// <summary>What was refused so far.</summary>
    public BrokerTally Tally { get; } = new();

    /// <summary>Bounds connections that have not shown who they are, those of the pages with them.</summary>
    internal ConnectionGate Gate { get; }

    /// <summary>Where MQTT over TCP is served; null where it is not.</summary>
    public IPEndPoint? Bound => _listener.Bound;

    /// <inheritdoc/>
    public async ValueTask<Failure?> StartAsync(PhoneInlet inlet, CancellationToken cancellationToken)
    {
        _inlet = inlet;
        if ((_options.Validate() ?? _listener.Bind()) is { } failure) return failure;
        await _server.StartAsync().ConfigureAwait(false);
        return null;
    }

    /// <summary>Serves MQTT over an accepted WebSocket (subprotocol <c>mqtt</c>) until the client has gone.</summary>
    /// <param name="socket">The socket; closed when this returns, disposed by the caller.</param>
    /// <param name="remote">Where it comes from, if known.</param>
    /// <param name="pass">Its place at <see cref="Gate"/>.</param>
    internal Task ServeAsync(WebSocket socket, EndPoint? remote, ConnectionPass pass, CancellationToken stop) =>
        _listener.ServeAsync(socket, remote, pass, stop);

    /// <inheritdoc/>
    public async ValueTask SendAsync(string topic, ReadOnlyMemory<byte> payload, bool retain, CancellationToken cancellationToken)
    {
        var message = new MqttApplicationMessage { Topic = topic, Payload = new ReadOnlySequence<byte>(payload), Retain = retain };
        await _server.InjectApplicationMessage(
            new InjectedMqttApplicationMessage(message) { SenderClientId = _glasses, CustomSessionItems = _own }, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask CutAsync(string bond)
    {
        foreach (var (id, client) in _clients)
        {
            if (client.Bond == bond) await CutAsync(id, MqttDisconnectReasonCode.NotAuthorized).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until those who came to pair have gone: stopping cuts them off from what they were told last.</summary>
    /// <param name="atMost">Longest wait.</param>
    public async ValueTask PartAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        while (_clients.Values.Any(client => client.Bond is null) && _time.GetElapsedTime(began) < atMost)
            await Task.Delay(PartingPause, _time, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server.IsStarted) await _server.StopAsync(new MqttServerStopOptions()).ConfigureAwait(false);
        _server.Dispose();
        _listener.Dispose();
    }

    private Task AdmitAsync(ValidatingConnectionEventArgs connecting)
    {
        connecting.ReasonCode = connecting.ProtocolVersion == MqttProtocolVersion.V500
            ? Admit(connecting)
            : MqttConnectReasonCode.UnsupportedProtocolVersion;
        if (connecting.ReasonCode != MqttConnectReasonCode.Success) Tally.Refused("connect-refused");
        return Task.CompletedTask;
    }

    private MqttConnectReasonCode Admit(ValidatingConnectionEventArgs connecting)
    {
        var adapter = (GuardedAdapter)connecting.ChannelAdapter;
        if (_access.Admit(connecting.ClientId, connecting.UserName, connecting.RawPassword) is not { } client)
        {
            return MqttConnectReasonCode.NotAuthorized;
        }

        client.Home = adapter.Home;
        lock (_admitting)
        {
            if (!HasRoomFor_NeedsLock(client)) return MqttConnectReasonCode.QuotaExceeded;
            // nobody hears it: it was cut for another
            if (!adapter.LetIn(paired: client.Bond is not null)) return MqttConnectReasonCode.ServerBusy;
            connecting.SessionItems[ClientKey] = client;
            _clients[connecting.ClientId] = client;
        }

        return MqttConnectReasonCode.Success;
    }

    private bool HasRoomFor_NeedsLock(BrokerClient client)
    {
        var others = _clients.Values.Where(other => other.Bond is null == client.Bond is null).ToArray();
        return client.Bond is not null ? others.Length < _options.MaxConnections
            : others.Length < _options.MaxUnpaired
            && others.Count(other => other.Home.Equals(client.Home)) < _options.MaxUnpairedPerAddress;
    }

    private Task SubscribeAsync(InterceptingSubscriptionEventArgs subscribing)
    {
        if (ClientOf(subscribing.SessionItems) is not { } client || !_access.MaySubscribe(client, subscribing.TopicFilter.Topic))
        {
            Tally.Refused("subscribe-refused");
            subscribing.ProcessSubscription = false;
            subscribing.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
        }

        return Task.CompletedTask;
    }

    private async Task PublishAsync(InterceptingPublishEventArgs publishing)
    {
        if (ReferenceEquals(publishing.SessionItems, _own)) return;
        var message = publishing.ApplicationMessage;
        publishing.ProcessPublish = false; // phones speak to the glasses only
        if (ClientOf(publishing.SessionItems) is not { } client || !_access.MayPublish(client, message.Topic))
        {
            Tally.Refused("publish-refused");
            publishing.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
            await CutAsync(publishing.ClientId, MqttDisconnectReasonCode.NotAuthorized).ConfigureAwait(false);
            return;
        }

        await _inlet!.PutAsync(new PhoneArrival(message.Topic, message.Payload.ToArray()), publishing.CancellationToken)
            .ConfigureAwait(false);
    }

    private async Task LeftAsync(ClientDisconnectedEventArgs left)
    {
        // Where the client is back already under the same id, what stands there is the new connection, and nobody has left.
        if (ClientOf(left.SessionItems) is not { } client || !_clients.TryRemove(KeyValuePair.Create(left.ClientId, client))) return;
        if (client.Bond is { } bond && _clients.Values.Any(other => other.Bond == bond)) return; // another page of the same phone
        var topic = client.Bond is null ? PhoneTopics.PairUp(_glasses, client.Session!) : PhoneTopics.BondUp(_glasses, client.Bond);
        await _inlet!.PutAsync(new PhoneArrival(topic, null), CancellationToken.None).ConfigureAwait(false);
    }

    private Task CutAsync(string clientId, MqttDisconnectReasonCode reason) => _clients.ContainsKey(clientId)
        ? _server.DisconnectClientAsync(clientId, new MqttServerClientDisconnectOptions { ReasonCode = reason })
        : Task.CompletedTask;

    private static BrokerClient? ClientOf(System.Collections.IDictionary? items) => items?[ClientKey] as BrokerClient;
}

using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>The packets of a <see cref="GuardedChannel"/>: what a client announces in CONNECT is told to the guard, and what CONNACK
/// announces is what the guard enforces.</summary>
/// <param name="guard">The connection; owned.</param>
/// <param name="pass">Its place at the gate.</param>
internal sealed class GuardedAdapter(GuardedChannel guard, BrokerOptions options, ConnectionPass pass) : IMqttChannelAdapter
{
    private const int WriterBufferBytes = 1 << 10;

    private readonly MqttChannelAdapter _packets = new(
        guard, new MqttPacketFormatterAdapter(new MqttBufferWriter(WriterBufferBytes, options.PacketBytes)), MqttNetNullLogger.Instance);

    private bool _hasConnected;

    /// <summary>Network that it comes from.</summary>
    public IPAddress Home => pass.Home;

    /// <summary>Lets the client in, as a paired phone or as another; false where it was cut for others before.</summary>
    public bool LetIn(bool paired)
    {
        if (!pass.Settle()) return false;
        guard.LetIn(paired);
        return true;
    }

    /// <inheritdoc/>
    public bool AllowPacketFragmentation
    {
        get => _packets.AllowPacketFragmentation;
        set => _packets.AllowPacketFragmentation = value;
    }

    /// <inheritdoc/>
    public long BytesReceived => _packets.BytesReceived;

    /// <inheritdoc/>
    public long BytesSent => _packets.BytesSent;

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate => _packets.ClientCertificate;

    /// <inheritdoc/>
    public EndPoint? RemoteEndPoint => _packets.RemoteEndPoint;

    /// <inheritdoc/>
    public EndPoint? LocalEndPoint => _packets.LocalEndPoint;

    /// <inheritdoc/>
    public bool IsSecureConnection => _packets.IsSecureConnection;

    /// <inheritdoc/>
    public MqttPacketFormatterAdapter PacketFormatterAdapter => _packets.PacketFormatterAdapter;

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken) => _packets.ConnectAsync(cancellationToken);

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken) => _packets.DisconnectAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken) =>
        _hasConnected ? _packets.ReceivePacketAsync(cancellationToken) : ReceiveConnectAsync(cancellationToken);

    /// <inheritdoc/>
    public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttConnAckPacket answer) Announce(answer);
        return _packets.SendPacketAsync(packet, cancellationToken);
    }

    /// <inheritdoc/>
    public void ResetStatistics() => _packets.ResetStatistics();

    /// <inheritdoc/>
    public void Dispose() => _packets.Dispose();

    private async Task<MqttPacket> ReceiveConnectAsync(CancellationToken cancellationToken)
    {
        var packet = await _packets.ReceivePacketAsync(cancellationToken).ConfigureAwait(false);
        if (packet is not MqttConnectPacket connect) return packet;
        _hasConnected = true;
        guard.ClientMaxPacketBytes = connect.MaximumPacketSize;
        // the library would count it itself: what the client asked for, not what was announced, and by the wall clock
        connect.KeepAlivePeriod = 0;
        return packet;
    }

    // Aliases would be kept for each client, without a bound on their length; nobody's message is retained but the glasses' own.
    private void Announce(MqttConnAckPacket answer)
    {
        answer.TopicAliasMaximum = 0;
        answer.RetainAvailable = false;
        answer.MaximumQoS = MqttQualityOfServiceLevel.AtLeastOnce;
        answer.MaximumPacketSize = (uint)guard.MaxPacketBytes;
        answer.ServerKeepAlive = (ushort)options.KeepAlive.TotalSeconds;
    }
}

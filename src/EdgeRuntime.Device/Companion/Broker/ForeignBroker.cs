using System.Buffers;
using EdgeRuntime.Assistant;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Pairing;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>A connection to any MQTT 5 broker in the place of the one in the glasses; made again whenever it is lost. That broker's own
/// rules say who may connect to it; the pairing and the sealing of what is said do not rely on it.</summary>
/// <param name="address"><c>mqtt://</c> or <c>mqtts://</c>, with user name and password where it wants them.</param>
/// <param name="bonds">The bonds.</param>
/// <param name="time">Clock.</param>
/// <param name="report">Told when the broker is out of reach, once per loss.</param>
public sealed class ForeignBroker(Uri address, BondBook bonds, TimeProvider time, Action<Failure> report) : IPhoneBroker
{
    private const int PlainPort = 1883;
    private const int TlsPort = 8883;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestParting = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _retained = [];
    private PhoneInlet? _inlet;
    private Task _keeping = Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<Failure?> StartAsync(PhoneInlet inlet, CancellationToken cancellationToken)
    {
        _inlet = inlet;
        _client.ApplicationMessageReceivedAsync += received =>
            inlet.PutAsync(new PhoneArrival(received.ApplicationMessage.Topic, received.ApplicationMessage.Payload.ToArray()), _stop.Token).AsTask();
        var lost = new SemaphoreSlim(0);
        _client.DisconnectedAsync += _ =>
        {
            lost.Release();
            return Task.CompletedTask;
        };
        var failure = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        if (failure is null) _keeping = KeepAsync(lost);
        return failure;
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(string topic, ReadOnlyMemory<byte> payload, bool retain, CancellationToken cancellationToken)
    {
        if (retain) lock (_retained) _retained[topic] = payload;
        try
        {
            var message = new MqttApplicationMessage { Topic = topic, Payload = new ReadOnlySequence<byte>(payload), Retain = retain };
            if (_client.IsConnected) await _client.PublishAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            // What matters waits on the disk and is sent again; the loop below connects again and says what is wrong.
        }
    }

    /// <inheritdoc/>
    public ValueTask CutAsync(string bond) => ValueTask.CompletedTask; // not ours to cut: without its bond the phone hears nothing it could open

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await PartAsync().ConfigureAwait(false);
        _client.Dispose();
        _stop.Dispose();
    }

    // A goodbye in order: a connection that only breaks may take what was said last with it.
    private async ValueTask PartAsync()
    {
        using var late = new CancellationTokenSource(LongestParting, time);
        try
        {
            if (_client.IsConnected) await _client.DisconnectAsync(new MqttClientDisconnectOptions(), late.Token).ConfigureAwait(false);
        }
        catch (Exception lost) when (IsLoss(lost) || late.IsCancellationRequested)
        {
            // It was gone already, or does not listen: nobody is left to be told.
        }
    }

    private async Task KeepAsync(SemaphoreSlim lost)
    {
        while (true)
        {
            await lost.WaitAsync(_stop.Token).ConfigureAwait(false);
            var (pause, told) = (FirstPause, false);
            while (!_client.IsConnected)
            {
                await Task.Delay(pause, time, _stop.Token).ConfigureAwait(false);
                var failure = await ConnectAsync(_stop.Token).ConfigureAwait(false);
                if (failure is not null && !told) report(failure);
                (told, pause) = (true, TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks)));
            }
        }
    }

    private async ValueTask<Failure?> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            var result = await _client.ConnectAsync(Options(), cancellationToken).ConfigureAwait(false);
            if (result.ResultCode != MqttClientConnectResultCode.Success) return Unreachable(result.ResultCode.ToString());
            await _client.SubscribeAsync(PhoneTopics.PairUp(bonds.Glasses, "+"), cancellationToken: cancellationToken).ConfigureAwait(false);
            await _client.SubscribeAsync(PhoneTopics.BondUp(bonds.Glasses, "+"), cancellationToken: cancellationToken).ConfigureAwait(false);
            KeyValuePair<string, ReadOnlyMemory<byte>>[] retained;
            lock (_retained) retained = [.. _retained];
            foreach (var (topic, payload) in retained) await SendAsync(topic, payload, true, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            return Unreachable(lost.Message);
        }
    }

    private MqttClientOptions Options()
    {
        var tls = address.Scheme == "mqtts";
        var options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(address.Host, address.IsDefaultPort || address.Port < 0 ? (tls ? TlsPort : PlainPort) : address.Port)
            .WithClientId($"glasses-{bonds.Glasses}")
            .WithMaximumPacketSize(PhoneProtocol.MaxFrameBytes + (2 << 10))
            .WithTlsOptions(settings => settings.UseTls(tls));
        if (address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password]) options = options.WithCredentials(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
        return options.Build();
    }

    private static bool IsLoss(Exception thrown) =>
        thrown is MqttCommunicationException or MqttClientNotConnectedException or System.Net.Sockets.SocketException or IOException or InvalidOperationException
        || (thrown is OperationCanceledException and not TaskCanceledException { CancellationToken.IsCancellationRequested: true });

    private Failure Unreachable(string why) => new(
        Stages.Phone, "broker-unreachable", $"The broker {address.Host} cannot be reached: {why.TrimEnd('.')}.", "See whether it runs and lets these glasses in.", Blame.Machine);
}

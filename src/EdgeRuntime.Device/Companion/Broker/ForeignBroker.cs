using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Pairing;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>A connection to any MQTT 5 broker in the place of the one in the glasses; made again whenever it is lost. That broker's own
/// rules say who may connect to it; the pairing and the sealing of what is said do not rely on it.
/// What its rules keep from the glasses is a named failure, where the broker tells; and when the glasses are gone, however, it tells
/// everybody that no pairing window is open.</summary>
/// <param name="options">Which, and as whom.</param>
/// <param name="report">Told when the broker is out of reach, once per loss, and what it refuses.</param>
public sealed class ForeignBroker(ForeignBrokerOptions options, BondBook bonds, TimeProvider time, Action<Failure> report) : IPhoneBroker
{
    /// <summary>Code of a broker that cannot be reached.</summary>
    public const string UnreachableCode = "broker-unreachable";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly BrokerTrust _trust = new(options.Authorities);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _retained = new()
    {
        [PhoneTopics.About(bonds.Glasses)] = AboutGlasses.Json(bonds, pairing: false),
    };
    private Task _keeping = Task.CompletedTask;

    /// <summary>Makes one that is not started.</summary>
    /// <param name="address"><c>mqtt://</c> or <c>mqtts://</c>, with user name and password where it wants them.</param>
    /// <param name="report">Told when the broker is out of reach, once per loss, and what it refuses.</param>
    public ForeignBroker(Uri address, BondBook bonds, TimeProvider time, Action<Failure> report)
        : this(new ForeignBrokerOptions(address), bonds, time, report)
    {
    }

    /// <summary>Which broker it is.</summary>
    public ForeignBrokerOptions Options => options;

    /// <summary>Connects. Failures: <c>broker-unreachable</c>, <c>broker-certificate-refused</c>, <c>broker-login-refused</c>,
    /// <c>broker-rights-missing</c>.</summary>
    public async ValueTask<Failure?> StartAsync(PhoneInlet inlet, CancellationToken cancellationToken)
    {
        _client.ApplicationMessageReceivedAsync += received =>
            inlet.PutAsync(new PhoneArrival(received.ApplicationMessage.Topic, received.ApplicationMessage.Payload.ToArray()), _stop.Token)
                .AsTask();
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
            if (_client.IsConnected && await PublishAsync(topic, payload, retain, cancellationToken).ConfigureAwait(false) is { } refused)
            {
                report(refused);
            }
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            // What matters waits on the disk and is sent again; the loop below connects again and says what is wrong.
        }
    }

    /// <inheritdoc/>
    // not ours to cut: without its bond the phone hears nothing it could open
    public ValueTask CutAsync(string bond) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await LeaveAsync(MqttClientDisconnectOptionsReason.DisconnectWithWillMessage).ConfigureAwait(false);
        _client.Dispose();
        _stop.Dispose();
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
            var result = await _client.ConnectAsync(ClientOptions(), cancellationToken).ConfigureAwait(false);
            if (result.ResultCode != MqttClientConnectResultCode.Success) return NotLetIn(result.ResultCode);
            if (await TakePlaceAsync(cancellationToken).ConfigureAwait(false) is not { } missing) return null;
            await LeaveAsync(MqttClientDisconnectOptionsReason.NormalDisconnection).ConfigureAwait(false);
            return missing;
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            cancellationToken.ThrowIfCancellationRequested(); // the library takes its own end for that of the connection
            return _trust.Refusal is { } refusal ? NotTrusted(refusal) : Unreachable(lost.Message);
        }
    }

    // Everything that the glasses need of the broker, so that what its rules keep from them is known before anybody waits for it.
    private async ValueTask<Failure?> TakePlaceAsync(CancellationToken cancellationToken)
    {
        foreach (var filter in (string[])[PhoneTopics.PairUp(bonds.Glasses, "+"), PhoneTopics.BondUp(bonds.Glasses, "+")])
        {
            var granted = await _client.SubscribeAsync(filter, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (granted.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
            {
                return Missing($"read {filter}", $"{refused.ResultCode}");
            }
        }

        KeyValuePair<string, ReadOnlyMemory<byte>>[] retained;
        lock (_retained) retained = [.. _retained];
        foreach (var (topic, payload) in retained)
        {
            if (await PublishAsync(topic, payload, retain: true, cancellationToken).ConfigureAwait(false) is { } refused) return refused;
        }

        return null;
    }

    // What is retained is said rarely and has to be there, so the broker is to confirm it; the rest is repeated by those who need it.
    private async ValueTask<Failure?> PublishAsync(
        string topic, ReadOnlyMemory<byte> payload, bool retain, CancellationToken cancellationToken)
    {
        var message = new MqttApplicationMessage
        {
            Topic = topic,
            Payload = new ReadOnlySequence<byte>(payload),
            Retain = retain,
            QualityOfServiceLevel = retain ? MqttQualityOfServiceLevel.AtLeastOnce : MqttQualityOfServiceLevel.AtMostOnce,
        };
        var published = await _client.PublishAsync(message, cancellationToken).ConfigureAwait(false);
        return published.IsSuccess ? null : Missing($"write {topic}", $"{published.ReasonCode}");
    }

    // A goodbye in order: a connection that only breaks may take what was said last with it.
    private async ValueTask LeaveAsync(MqttClientDisconnectOptionsReason reason)
    {
        if (!_client.IsConnected) return;
        using var limit = new CancellationTokenSource(LongestGoodbye, time);
        try
        {
            await _client.DisconnectAsync(new MqttClientDisconnectOptions { Reason = reason }, limit.Token).ConfigureAwait(false);
        }
        catch (Exception lost) when (IsLoss(lost) || limit.IsCancellationRequested)
        {
            // It is gone all the same, and the broker says by itself what it was told to.
        }
    }

    private MqttClientOptions ClientOptions()
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(options.Address.Host, options.Port)
            .WithTimeout(options.Timeout)
            .WithClientId($"glasses-{bonds.Glasses}")
            .WithMaximumPacketSize(PhoneProtocol.MaxFrameBytes + (2 << 10))
            .WithWillTopic(PhoneTopics.About(bonds.Glasses))
            .WithWillPayload(AboutGlasses.Json(bonds, pairing: false))
            .WithWillRetain()
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithTlsOptions(tls => tls.UseTls(options.IsSecure).WithRevocationMode(X509RevocationMode.NoCheck)
                .WithCertificateValidationHandler(_trust.Trusts));
        if (options.Credentials is { } credentials) builder = builder.WithCredentials(credentials.User, credentials.Password);
        return builder.Build();
    }

    private static bool IsLoss(Exception thrown) =>
        thrown is MqttCommunicationException or MqttClientNotConnectedException or System.Net.Sockets.SocketException or IOException
            or InvalidOperationException
        || (thrown is OperationCanceledException and not TaskCanceledException { CancellationToken.IsCancellationRequested: true });

    private Failure NotLetIn(MqttClientConnectResultCode code) => code
        is MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized
            or MqttClientConnectResultCode.BadAuthenticationMethod
        ? new(
            Stages.Phone,
            "broker-login-refused",
            $"The broker {options} does not let these glasses in: {code}.",
            "Check user name and password, which stand in its settings.",
            Blame.Input)
        : Unreachable($"{code}");

    private Failure Missing(string what, string code) => new(
        Stages.Phone,
        "broker-rights-missing",
        $"The broker {options} does not let these glasses {what}: {code}.",
        "Give their user the right in its settings.",
        Blame.Input);

    private Failure NotTrusted(string refusal) => new(
        Stages.Phone,
        "broker-certificate-refused",
        $"Refusing the broker {options}: expected a certificate of a trusted authority for this name, but of the one it shows: {refusal}.",
        "Name its authority: --mqtt-authority FILE",
        Blame.Input);

    private Failure Unreachable(string why) => new(
        Stages.Phone, UnreachableCode, $"The broker {options} cannot be reached: {why.TrimEnd('.')}.",
        "See whether it runs and lets these glasses in.", Blame.Machine);
}

using System.Diagnostics;
using System.Net.Security;
using EdgeRuntime.Assistant;
using Grpc.Core;
using Grpc.Net.Client;
using Wire = EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Device.Cloud;

/// <summary>One connection to a gateway, opened at the first call and kept alive while a question is open.
/// Safe for several threads.</summary>
internal sealed class GatewayChannel : IDisposable
{
    private const int MaxMessageBytes = 4 << 20;

    private readonly CloudAccount _account;
    private readonly CertificatePin _pin;
    private readonly GrpcChannel _channel;

    public GatewayChannel(CloudAccount account, GatewayClientOptions options)
    {
        _account = account;
        _pin = new CertificatePin(account.Address.Host, account.Pin);
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectTimeout,
            KeepAlivePingDelay = options.KeepAliveDelay,
            KeepAlivePingTimeout = options.KeepAliveTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
            UseProxy = false, // what is pinned must not be sent to anybody in between
            // the turn's own trace id goes with the call
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, errors) => _pin.Accepts(certificate, errors),
            },
        };
        _channel = GrpcChannel.ForAddress(account.Address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxMessageBytes,
            MaxSendMessageSize = MaxMessageBytes,
        });
        Client = new Wire.Assistant.AssistantClient(_channel);
    }

    /// <summary>The calls of the contract.</summary>
    public Wire.Assistant.AssistantClient Client { get; }

    /// <summary>Why the gateway's certificate was refused; null when it was not.</summary>
    public Failure? Refusal => _pin.Refusal;

    /// <summary>Metadata of one call.</summary>
    /// <param name="traceId">32 hexadecimal digits.</param>
    /// <param name="span">Of the call; null for one that nobody sees.</param>
    public Metadata HeadersFor(string traceId, Activity? span = null) => new()
    {
        { "authorization", $"Bearer {_account.Key}" },
        { "traceparent", $"00-{traceId}-{(span?.SpanId ?? ActivitySpanId.CreateRandom()).ToHexString()}-01" },
    };

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();
}

using System.Net;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Companion.Broker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRuntime.Device.Web.Serving;

/// <summary>Serves the pages while the glasses run. Bounded: headers and bodies have limits, and connections those of the gate.
/// Disposing it closes every connection.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2);

    private readonly WebApplication _application;

    private WebServer(WebApplication application, int port) => (_application, Port) = (application, port);

    /// <summary>The port it listens at.</summary>
    public int Port { get; }

    /// <summary>Begins to listen, with a gate of its own.</summary>
    public static ValueTask<Outcome<WebServer>> StartAsync(
        WebAddress address, GlassesCertificate? certificate, RequestDelegate handle, CancellationToken cancellationToken) =>
        StartAsync(address, certificate, new ConnectionGate(new BrokerOptions(), new BrokerTally()), handle, cancellationToken);

    /// <summary>Begins to listen. Failures: <c>http-port-taken</c>, <c>http-address-not-here</c>, <c>http-port-refused</c>,
    /// <c>http-not-started</c>.</summary>
    /// <param name="certificate">Shown to who speaks TLS; null to speak plain HTTP only.</param>
    /// <param name="gate">Bounds connections; each finds its pass among its features.</param>
    /// <param name="handle">Answers a request.</param>
    public static async ValueTask<Outcome<WebServer>> StartAsync(
        WebAddress address, GlassesCertificate? certificate, ConnectionGate gate, RequestDelegate handle,
        CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => Configure(kestrel, address, certificate, gate));
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(options => options.ShutdownTimeout = LongestGoodbye);
        var application = builder.Build();
        application.UseWebSockets(
            new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(10), KeepAliveTimeout = TimeSpan.FromSeconds(10) });
        application.Run(handle);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception thrown) when (thrown is IOException or System.Net.Sockets.SocketException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            return WebFailures.NotListening(address, thrown);
        }

        return new WebServer(application, PortOf(application));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static void Configure(KestrelServerOptions kestrel, WebAddress address, GlassesCertificate? certificate, ConnectionGate gate)
    {
        kestrel.AddServerHeader = false;
        // the gate bounds them: a limit that refuses whoever comes last lets strangers keep phones out
        kestrel.Limits.MaxConcurrentConnections = null;
        kestrel.Limits.MaxConcurrentUpgradedConnections = null;
        kestrel.Limits.MaxRequestBodySize = 0; // no page of ours sends one
        kestrel.Limits.MaxRequestLineSize = 2 << 10;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        kestrel.Listen(address.Host, address.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection => EnterAsync(gate, connection, next));
            if (certificate is not null) TlsSniffer.Use(listen, certificate);
        });
    }

    private static async Task EnterAsync(ConnectionGate gate, ConnectionContext connection, ConnectionDelegate next)
    {
        using var pass = gate.Enter((connection.RemoteEndPoint as IPEndPoint)?.Address, connection.Abort);
        connection.Features.Set(pass);
        await next(connection).ConfigureAwait(false);
    }

    private static int PortOf(WebApplication application)
    {
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new Uri(addresses.First()).Port;
    }
}

using EdgeRuntime.Gateway.Admission;
using EdgeRuntime.Gateway.Guardrails;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Sessions;
using EdgeRuntime.Gateway.Sessions.History;
using EdgeRuntime.Gateway.Settings;
using EdgeRuntime.Gateway.Store;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Hosting;

/// <summary>The whole gateway as one host: every capability, the server and its health. The composition root.</summary>
public static class GatewayHost
{
    private static readonly TimeSpan TimeToSettle = TimeSpan.FromSeconds(10);

    /// <summary>Builds it; starting it checks the settings and throws <see cref="OptionsValidationException"/> with one sentence per wrong
    /// one.</summary>
    /// <param name="configuration">Of <see cref="GatewayConfiguration"/>.</param>
    /// <param name="replace">Puts other parts in the place of some, in tests.</param>
    public static WebApplication Build(IConfigurationRoot configuration, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "edge-gateway" });
        builder.Configuration.AddConfiguration(configuration);
        AddCapabilities(builder.Services, configuration);
        AddServer(builder);
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("EdgeRuntime.Gateway.Hosting");
        foreach (var sentence in ForeignSettings.NotRead(Environment.GetEnvironmentVariables())) Log.NotRead(log, sentence);
        app.Use(app.Services.GetRequiredService<CallGuard>().RunAsync);
        app.Use((context, next) => ConverseCall.EndAsync(context, next));
        app.MapGrpcService<AssistantEndpoint>();
        app.MapGrpcHealthChecksService();
        return app;
    }

    /// <summary>Holds the settings of all sections against their bounds, as a start does, and starts nothing. Throws
    /// <see cref="OptionsValidationException"/>, or an <see cref="AggregateException"/> of several. Certificates are not looked for: they
    /// may lie elsewhere.</summary>
    public static void Check(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        AddCapabilities(services, configuration);
        AddHosting(services, configuration).Configure(hosting => (hosting.Certificate, hosting.CertificateKey) = ("", ""));
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }

    private static OptionsBuilder<HostingOptions> AddHosting(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<HostingOptions>, HostingOptions.Validator>();
        return services.AddOptions<HostingOptions>().Bind(configuration.GetSection("Gateway:Hosting")).ValidateOnStart();
    }

    private static void AddCapabilities(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddMonitoring(configuration)
            .AddStore(configuration)
            .AddTenants(configuration)
            .AddLedger(configuration)
            .AddHistory(configuration)
            .AddUpstreams(configuration)
            .AddAdmission(configuration)
            .AddGuardrails(configuration)
            .AddSessions(configuration);
    }

    private static void AddServer(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        AddHosting(services, builder.Configuration);
        services.AddOptions<HostOptions>()
            .Configure<SessionsOptions>((host, sessions) => host.ShutdownTimeout = sessions.DrainLimit + TimeToSettle);
        services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = Bounds.MessageBytes;
            grpc.Interceptors.Add<CallGuard>();
        });
        services.AddGrpcHealthChecks(health =>
        {
            health.Services.Map("", check => check.Tags.Contains(ReadinessCheck.Tag));
            health.Services.Map("edgeruntime.v1.Assistant", check => check.Tags.Contains(ReadinessCheck.Tag));
        }).AddCheck<ReadinessCheck>("turns", tags: [ReadinessCheck.Tag]);
        services.Configure<HealthCheckPublisherOptions>(
            publisher => (publisher.Delay, publisher.Period) = (TimeSpan.Zero, TimeSpan.FromSeconds(2)));
        services.AddSingleton<ServerIdentity>();
        services.AddHostedService<MissingModels>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, kestrel.ApplicationServices));
    }

    private static void Configure(KestrelServerOptions kestrel, IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<HostingOptions>>().Value;
        var gate = new ConnectionGate(options, TimeProvider.System); // as Kestrel's own limits
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.Connections;
        kestrel.Limits.Http2.MaxStreamsPerConnection = options.StreamsPerConnection;
        kestrel.Limits.Http2.KeepAlivePingDelay = options.KeepAlivePingAfter;
        kestrel.Limits.Http2.KeepAlivePingTimeout = options.KeepAlivePingTimeout;
        kestrel.Listen(HostingOptions.EndPointOf(options.Listen)!, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(gate.Accept);
            if (services.GetRequiredService<ServerIdentity>().Certificate is { } certificate)
            {
                listen.UseHttps(https => (https.ServerCertificate, https.HandshakeTimeout) = (certificate, options.HandshakeTimeout));
            }

            listen.Use(gate.Prove);
        });
    }
}

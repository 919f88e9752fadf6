using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Sessions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EdgeRuntime.Gateway.Hosting;

/// <summary>Puts logs, traces and metrics into a host.</summary>
public static class MonitoringServices
{
    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"; // ISO 8601, UTC

    /// <summary>Adds the instruments; adds OTLP only where a receiver is configured,
    /// so that a turn costs nothing for it otherwise.</summary>
    public static IServiceCollection AddMonitoring(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("Gateway:Monitoring");
        var options = section.Get<MonitoringOptions>() ?? new MonitoringOptions();
        services.AddOptions<MonitoringOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MonitoringOptions>, MonitoringOptions.Validator>();
        services.AddSingleton<GatewayMeters>();
        services.AddLogging(logging => Log(logging, options));
        if (new MonitoringOptions.Validator().Validate(null, options).Succeeded && options.OtlpEndpoint.Length > 0)
        {
            Export(services, configuration, options);
        }

        return services;
    }

    private static void Log(ILoggingBuilder logging, MonitoringOptions options)
    {
        logging.SetMinimumLevel(LogLevel.Warning).AddFilter("EdgeRuntime.Gateway", options.LogLevel)
            // whoever asks for health is told; draining is no fault
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
            // why it did not start is one sentence elsewhere
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            // a caller's fault with its whole trace, as often as he likes; CallGuard says what is to be said
            .AddFilter("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.None)
            // at any other level every call gets an Activity and a log scope
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        if (options.LogFormat == "json")
        {
            logging.AddJsonConsole(Common);
        }
        else
        {
            logging.AddSimpleConsole(format =>
            {
                Common(format);
                (format.SingleLine, format.TimestampFormat) = (true, Timestamp + " ");
            });
        }

        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    // Scopes name the turn of a line.
    private static void Common(ConsoleFormatterOptions format) =>
        (format.TimestampFormat, format.UseUtcTimestamp, format.IncludeScopes) = (Timestamp, true, true);

    private static void Export(IServiceCollection services, IConfiguration configuration, MonitoringOptions options)
    {
        var replica = configuration["Gateway:Sessions:Replica"] ?? new SessionsOptions().Replica;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("edge-gateway", serviceInstanceId: replica))
            .WithTracing(tracing => tracing
                .AddSource(GatewayTracing.SourceName)
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TracedShare)))
                .AddAspNetCoreInstrumentation()
                .AddOtlpExporter(exporter => Aim(exporter, options, "v1/traces")))
            .WithMetrics(metrics => metrics
                .AddMeter(GatewayMeters.MeterName)
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddOtlpExporter((exporter, reader) =>
                {
                    Aim(exporter, options, "v1/metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.MetricsEvery.TotalMilliseconds;
                }));
    }

    private static void Aim(OtlpExporterOptions exporter, MonitoringOptions options, string path)
    {
        var isHttp = options.OtlpProtocol == "http";
        exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = isHttp ? new Uri(new Uri(options.OtlpEndpoint.TrimEnd('/') + "/"), path) : new Uri(options.OtlpEndpoint);
    }
}

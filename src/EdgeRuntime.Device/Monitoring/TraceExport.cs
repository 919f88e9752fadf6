using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EdgeRuntime.Device.Monitoring;

/// <summary>Sends the spans of turns to an OTLP receiver in the background. Disposing it waits until all are sent, but not for
/// long.</summary>
internal sealed class TraceExport : IDisposable
{
    private const int LongestGoodbyeMs = 3000;
    private readonly TracerProvider _provider;

    private TraceExport(TracerProvider provider) => _provider = provider;

    /// <summary>Begins to send; null where no receiver is set.</summary>
    public static TraceExport? Open(LogOptions options, ILogger log) =>
        options.OtlpEndpoint is { } endpoint ? new TraceExport(Build(endpoint, options.OtlpOverHttp, log)) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _provider.Shutdown(LongestGoodbyeMs);
        _provider.Dispose();
    }

    private static TracerProvider Build(Uri endpoint, bool overHttp, ILogger log)
    {
        var settings = new OtlpExporterOptions
        {
            Protocol = overHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc,
            Endpoint = overHttp ? new Uri(endpoint, "/v1/traces") : endpoint,
        };
        var version = typeof(TraceExport).Assembly.GetName().Version?.ToString(3);
        return Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("edge-runtime", serviceVersion: version))
            .AddSource(TurnSpans.SourceName)
            .AddProcessor(new BatchActivityExportProcessor(new ToldExporter(settings, log))) // at most 2,048 wait
            .Build();
    }

    // A receiver that takes nothing leaves a line.
    private sealed class ToldExporter(OtlpExporterOptions settings, ILogger log) : OtlpTraceExporter(settings)
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            var result = base.Export(batch);
            if (result == ExportResult.Failure) Log.SpansNotTaken(log, batch.Count);
            return result;
        }
    }
}

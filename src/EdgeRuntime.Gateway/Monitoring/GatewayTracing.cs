using System.Diagnostics;

namespace EdgeRuntime.Gateway.Monitoring;

/// <summary>Spans of the gateway. Names follow the OpenTelemetry semantic conventions for generative AI (v1.37),
/// own names begin with <c>edge_gateway.</c>.</summary>
public static class GatewayTracing
{
    /// <summary>Name of the source, for whoever listens.</summary>
    public const string SourceName = "EdgeRuntime.Gateway";

    /// <summary>Where all spans begin.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Begins a stage of a turn; null when nobody listens.</summary>
    public static Activity? Stage(string name) => Source.StartActivity(name);

    /// <summary>Marks a span as failed with the code of its failure.</summary>
    public static void Fail(Activity? span, Failure? failure)
    {
        if (span is null || failure is null) return;
        span.SetStatus(ActivityStatusCode.Error, failure.Message);
        span.SetTag("error.type", failure.Code);
    }
}

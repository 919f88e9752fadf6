using System.Diagnostics;
using Grpc.Core;

namespace EdgeRuntime.Gateway.Monitoring;

/// <summary>The trace that a call continues: the metadata <c>traceparent</c> and <c>tracestate</c> (W3C trace context).</summary>
internal static class DeviceTrace
{
    /// <summary>The caller's span; the default when nobody listens, none was sent, or it cannot be read.</summary>
    public static ActivityContext Read(ServerCallContext call)
    {
        if (!GatewayTracing.Source.HasListeners()) return default;
        if (Activity.Current is { } current) return current.Context; // of the web server, which has read the same metadata
        var headers = call.GetHttpContext().Request.Headers;
        return ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var sent)
            ? sent
            : default;
    }
}

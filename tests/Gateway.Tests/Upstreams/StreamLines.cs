using EdgeRuntime.Gateway.Upstreams;

namespace Gateway.Tests.Upstreams;

/// <summary>Lines that end a streamed answer, and a gateway that asks once.</summary>
internal static class StreamLines
{
    public const string End = "data: [DONE]";

    public static string Stop { get; } = Finish("\"stop\"");

    public static string Finish(string reason) => $$$"""data: {"choices":[{"index":0,"delta":{},"finish_reason":{{{reason}}}}]}""";

    public static UpstreamsOptions Once(UpstreamsOptions options) => options with { Retries = 0 };
}

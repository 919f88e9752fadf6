using System.Globalization;
using System.Net;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Web.Serving;

/// <summary>Where the pages are served: one address of this machine, or all of them, and a port.</summary>
/// <param name="Host">Address to listen at.</param>
/// <param name="Port">Port; 0 for any that is free.</param>
public sealed record WebAddress(IPAddress Host, int Port)
{
    /// <summary>What <c>--http</c> means without a value.</summary>
    public const string Default = "127.0.0.1:8080";

    /// <summary>True when no other machine can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Host);

    /// <summary>Reads HOST:PORT; HOST is an IP address (IPv6 in brackets), <c>localhost</c>, or <c>*</c> for all addresses. Failure:
    /// <c>http-address-wrong</c>.</summary>
    public static Outcome<WebAddress> Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port <= IPEndPoint.MaxPort
            && HostOf(text[..colon]) is { } host
            ? new WebAddress(host, port)
            : new Failure(
                Stages.Start,
                "http-address-wrong",
                $"\"{text}\" is no address to serve pages at.",
                $"Give HOST:PORT, such as --http {Default} or --http 0.0.0.0:8080.");
    }

    private static IPAddress? HostOf(string text) => text switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        ['[', .., ']'] => IPAddress.TryParse(text.AsSpan(1, text.Length - 2), out var six) ? six : null,
        _ => IPAddress.TryParse(text, out var four) && !text.Contains(':') ? four : null,
    };
}

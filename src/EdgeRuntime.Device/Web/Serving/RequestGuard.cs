using System.Net;
using Microsoft.AspNetCore.Http;

namespace EdgeRuntime.Device.Web.Serving;

/// <summary>Says which requests are refused before anything looks at them: those for another host (a name that was turned to this machine,
/// as DNS rebinding does) and those that a page from another origin makes.</summary>
/// <param name="names">Names and addresses that this machine is reached by, IPv6 in brackets.</param>
internal sealed class RequestGuard(IEnumerable<string> names)
{
    private readonly HashSet<string> _names = new(names, StringComparer.OrdinalIgnoreCase);

    /// <summary>Names by which a machine reaches itself.</summary>
    public static IReadOnlyList<string> Loopback { get; } = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Why a request is refused, in one sentence; null when it is not.</summary>
    public string? Refusal(HttpRequest request)
    {
        var host = request.Host.Host;
        if (!_names.Contains(host)) return $"Refusing to answer for the host {Shown(host)}: these glasses are {string.Join(", ", _names)}.";
        var own = $"{request.Scheme}://{request.Host.Value}";
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !string.Equals(origin, own, StringComparison.OrdinalIgnoreCase))
        {
            return $"Refusing a page of {Shown(origin)}: only {own} may talk to these glasses.";
        }

        // Browsers say themselves where a request comes from (Fetch Metadata); a link that a person follows is welcome from anywhere.
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var follows = request.Headers["Sec-Fetch-Mode"] == "navigate" && HttpMethods.IsGet(request.Method)
            && request.Headers["Sec-Fetch-Dest"] == "document";
        return site is "cross-site" or "same-site" && !follows
            ? $"Refusing what another site asks for: only {own} may talk to these glasses."
            : null;
    }

    /// <summary>True for a connection from this machine.</summary>
    public static bool IsLocal(HttpContext context) => context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from);

    // What a stranger wrote is not printed at length.
    private static string Shown(string text) => text.Length <= 80 ? text : text[..80] + "…";
}

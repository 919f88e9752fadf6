using System.Net.Http.Headers;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>How a server's key stands in a question.</summary>
/// <param name="Header">Header that carries it.</param>
/// <param name="Value">The key; null for none.</param>
internal readonly record struct UpstreamKey(string Header, string? Value)
{
    private const string Authorization = "Authorization";

    // What a question means and where it goes (RFC 9110, 9112, 9113); a key in their place would change both.
    private static readonly HashSet<string> Taken = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Connection", "Cookie", "Date", "Expect", "From", "Host",
        "HTTP2-Settings", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Keep-Alive", "Max-Forwards",
        "Origin", "Proxy-Authorization", "Proxy-Connection", "Range", "Referer", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "User-Agent", "Via",
    };

    /// <summary>Whether a question can carry it: anything else splits the head of the question, or the connection refuses it.</summary>
    public bool IsWritable => Value is null || !Value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>The key of a server.</summary>
    public static UpstreamKey From(UpstreamServerOptions server)
    {
        var key = string.IsNullOrWhiteSpace(server.ApiKey) ? null : server.ApiKey.Trim();
        return server.ApiKeyHeader.Length > 0 ? new(server.ApiKeyHeader, key) : new(Authorization, key is null ? null : "Bearer " + key);
    }

    /// <summary>Whether a header of this name may carry a key; the empty one stands for <c>Authorization: Bearer</c>.</summary>
    public static bool IsName(string header)
    {
        if (header.Length == 0) return true;
        if (Taken.Contains(header) || !header.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) return false;
        using var message = new HttpRequestMessage();
        return message.Headers.TryAddWithoutValidation(header, "key"); // false for headers of a content
    }

    /// <summary>Writes it into a question.</summary>
    public void AddTo(HttpRequestHeaders headers)
    {
        // As it is: what a header means by its value is the server's, not ours to check.
        if (Value is not null) headers.TryAddWithoutValidation(Header, Value);
    }
}

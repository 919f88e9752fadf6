using System.Net.Http.Headers;
using EdgeRuntime.Contracts.V1;

namespace Gateway.Tests;

/// <summary>One call as bytes, as only a program sends it that means ill or is broken.</summary>
internal static class RawCall
{
    /// <summary>Sends a call; gives its status and the error beside it.</summary>
    public static async Task<(string? Status, Error? Error)> SendAsync(
        Uri address, string method, byte[] body, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(address, method))
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        message.Content.Headers.ContentType = new("application/grpc");
        message.Headers.TryAddWithoutValidation("te", "trailers");
        foreach (var (name, value) in headers) message.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(message);
        await response.Content.ReadAsByteArrayAsync();
        HttpHeaders said = response.Headers.Contains("grpc-status") ? response.Headers : response.TrailingHeaders;
        var error = Of(said, "edge-error-bin");
        return (Of(said, "grpc-status"), error is null ? null : Error.Parser.ParseFrom(Convert.FromBase64String(Padded(error))));
    }

    private static string? Of(HttpHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.Single() : null;

    private static string Padded(string base64) => base64.PadRight((base64.Length + 3) / 4 * 4, '=');
}

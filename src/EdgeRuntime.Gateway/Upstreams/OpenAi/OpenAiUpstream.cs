using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using EdgeRuntime.Gateway.Upstreams.Routing;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>One OpenAI-compatible server over pooled connections. Redirects are not followed: the key stays with the address it was given
/// for.</summary>
internal sealed partial class OpenAiUpstream : IUpstream, IDisposable
{
    private readonly UpstreamServerOptions _server;
    private readonly UpstreamsOptions _options;
    private readonly TimeProvider _time;
    private readonly Uri _base;
    private readonly string _path; // the address up to its query
    private readonly UpstreamKey _key;
    private readonly HttpMessageInvoker _http;

    public OpenAiUpstream(UpstreamServerOptions server, UpstreamsOptions options, TimeProvider time)
    {
        _server = server;
        _options = options;
        _time = time;
        _base = new Uri(server.Address);
        _path = _base.GetLeftPart(UriPartial.Path).TrimEnd('/') + '/';
        _key = UpstreamKey.From(server);
        _http = new HttpMessageInvoker(Handler(server, options));
    }

    public string Name => _server.Name;

    public bool Private => _server.Private;

    public int MaxConcurrent => _server.MaxConcurrent;

    public IAsyncEnumerator<ChatEvent> Chat(ChatRequest request, RouteOptions route, CancellationToken cancellationToken) =>
        new OpenAiAnswer(this, _options, _time, request, route, cancellationToken);

    public void Dispose() => _http.Dispose();

    /// <summary>Whether it answers at all within the time to connect.</summary>
    internal async Task<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        using var watch = new AnswerTimeout(_time, _options.ConnectTimeout, Deadline.Never, cancellationToken);
        try
        {
            using var message = Request(HttpMethod.Get, "models");
            using var response = await SendAsync(message, watch.Token);
            return (int)response.StatusCode < 500;
        }
        catch (Exception dead) when (dead is IOException or HttpRequestException
            || (dead is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>A question with the key, not yet sent.</summary>
    /// <param name="path">Behind the server's address.</param>
    /// <param name="content">Owned by the question.</param>
    /// <param name="mediaType">Of the content, where it does not say so itself.</param>
    /// <param name="leaving">Called right before the content is written to a connection; null when nobody wants to know.</param>
    internal HttpRequestMessage Post(string path, HttpContent content, string? mediaType = null, Action? leaving = null)
    {
        if (mediaType is not null)
        {
            content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        }

        var message = Request(HttpMethod.Post, path);
        message.Content = leaving is null ? content : new LeavingContent(content, leaving);
        return message;
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var message = new HttpRequestMessage(method, new Uri(_path + path + _base.Query));
        (message.Version, message.VersionPolicy) = _server.Http2
            ? (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact)
            : (HttpVersion.Version11,
                _base.Scheme == Uri.UriSchemeHttps ? HttpVersionPolicy.RequestVersionOrHigher : HttpVersionPolicy.RequestVersionExact);
        _key.AddTo(message.Headers);
        return message;
    }

    /// <summary>Sends and waits for the head of the response.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken) =>
        _http.SendAsync(message, cancellationToken);

    /// <summary>What a status says; null for success. Another server may be asked after everything but a refusal.</summary>
    internal Failure? Refusal(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        200 => null,
        400 or 413 or 415 or 422 => UpstreamFailures.Refused(Name, (int)response.StatusCode),
        401 or 403 => UpstreamFailures.Unavailable(Name, "does not accept the gateway's key"),
        429 => UpstreamFailures.Unavailable(Name, "is at its limit", RetryAfter(response)),
        var status =>
            UpstreamFailures.Unavailable(
                Name, string.Create(CultureInfo.InvariantCulture, $"answered with HTTP {status}"), RetryAfter(response)),
    };

    private static TimeSpan RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta is { } delta && delta <= TimeSpan.FromMinutes(10) ? delta : default;

    private static SocketsHttpHandler Handler(UpstreamServerOptions server, UpstreamsOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = server.UseProxy,
        ConnectTimeout = options.ConnectTimeout,
        EnableMultipleHttp2Connections = true,
        MaxResponseHeadersLength = 32, // KiB
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a changed address is noticed
        // Enough to take the end of a finished answer and use the connection again; an answer that goes on is cut,
        // so that the server stops working.
        MaxResponseDrainSize = 256,
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingDelay = TimeSpan.FromSeconds(15),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
    };
}

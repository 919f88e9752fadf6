using EdgeRuntime.Device.Web.Serving;
using Microsoft.AspNetCore.Http;

namespace Device.Tests.Web.Serving;

public sealed class RequestGuardTests
{
    private readonly RequestGuard _guard = new(RequestGuard.Loopback);

    [Theory]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:8080", true)]
    [InlineData("LOCALHOST:8080", "http://localhost:8080", true)]
    [InlineData("127.0.0.1:8080", null, true)]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:9090", false)] // another program on the same machine
    [InlineData("127.0.0.1:8080", "https://127.0.0.1:8080", false)]
    [InlineData("127.0.0.1:8080", "http://evil.example", false)]
    [InlineData("127.0.0.1:8080", "null", false)] // a sandboxed frame or a file
    [InlineData("evil.example:8080", "http://evil.example:8080", false)] // DNS rebinding: its own origin, turned to this machine
    [InlineData("evil.example", null, false)]
    [InlineData("", null, false)]
    public void Refusal_HostAndOrigin_OwnPagesOnly(string host, string? origin, bool allowed)
    {
        var request = Request(host);
        if (origin is not null) request.Headers.Origin = origin;

        Assert.Equal(allowed, _guard.Refusal(request) is null);
    }

    [Theory]
    [InlineData("cross-site", "no-cors", "image", false)]
    [InlineData("same-site", "cors", "empty", false)]
    [InlineData("cross-site", "navigate", "iframe", false)]
    [InlineData("cross-site", "navigate", "document", true)] // a person follows a link
    [InlineData("same-origin", "cors", "empty", true)]
    [InlineData("none", "navigate", "document", true)]
    public void Refusal_FetchMetadata_OtherSitesMayOnlyLinkHere(string site, string mode, string destination, bool allowed)
    {
        var request = Request("localhost:8080");
        (request.Headers["Sec-Fetch-Site"], request.Headers["Sec-Fetch-Mode"], request.Headers["Sec-Fetch-Dest"]) =
            (site, mode, destination);

        Assert.Equal(allowed, _guard.Refusal(request) is null);
    }

    [Fact]
    public void Refusal_EndlessOrigin_IsNotRepeatedAtLength()
    {
        var request = Request("localhost:8080");
        request.Headers.Origin = new string('x', 10_000);

        Assert.InRange(_guard.Refusal(request)!.Length, 1, 200);
    }

    private static HttpRequest Request(string host)
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Method, request.Host) = ("http", "GET", new HostString(host));
        return request;
    }
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using EdgeRuntime.Device.Web;
using EdgeRuntime.Device.Web.Serving;

namespace Device.Tests.Web;

/// <summary>The pages as another machine of the network meets them.</summary>
public sealed class NetworkPagesTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AccessKey _key = AccessKey.Create();
    private readonly CancellationTokenSource _over = new();
    private readonly PageSwitchboard _controller = new();
    private LocalAuthority _authority = null!;
    private WebServer _server = null!;

    private string Host { get; } =
        MachineNames.Addresses().FirstOrDefault(AuthorityExtensions.IsPrivate) is { } address ? MachineNames.Bracketed(address) : "";

    public async Task InitializeAsync()
    {
        _authority = LocalAuthority.Open(_folder.Path, TimeProvider.System).Value!;
        var certificate = new GlassesCertificate(_authority, MachineNames.All, TimeProvider.System);
        var page = new GlassesPage(new GlassesPageOptions(), TimeProvider.System);
        var sockets = new GlassesPageSocket(page, _controller);
        var pages = new WebPages(new RequestGuard(MachineNames.All()), _authority, sockets, null, _key, _over.Token);
        var address = WebAddress.Parse(Host.StartsWith('[') ? "[::]:0" : "*:0").Value!;
        _server = (await WebServer.StartAsync(address, certificate, pages.AnswerAsync, CancellationToken.None)).Value!;
    }

    public async Task DisposeAsync()
    {
        await _over.CancelAsync();
        await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _authority.Dispose();
        _over.Dispose();
        _folder.Dispose();
    }

    [NetworkFact]
    public async Task Https_DeviceThatInstalledTheAuthority_GetsThePages()
    {
        using var client = Client(trusts: true);

        using var answer = await client.GetAsync($"https://{Host}:{_server.Port}/companion");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [NetworkFact]
    public async Task Https_DeviceThatDidNot_IsWarned()
    {
        using var client = Client(trusts: false);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync($"https://{Host}:{_server.Port}/companion"));
    }

    [NetworkFact]
    public async Task Http_AnyPage_LeadsToTheExplanationAndTheCertificate()
    {
        using var client = Client(trusts: false);
        var root = $"http://{Host}:{_server.Port}";

        using var companion = await client.GetAsync($"{root}/companion");
        using var explanation = await client.GetAsync($"{root}/install");
        using var certificate = await client.GetAsync($"{root}/install/authority.crt");

        Assert.Equal((HttpStatusCode.Redirect, "/install"), (companion.StatusCode, companion.Headers.Location?.ToString()));
        Assert.Contains("do not work here", await explanation.Content.ReadAsStringAsync());
        Assert.Equal("application/x-x509-ca-cert", certificate.Content.Headers.ContentType?.MediaType);
        Assert.Equal(_authority.Certificate.ToArray(), await certificate.Content.ReadAsByteArrayAsync());
        Assert.Equal(_authority.Fingerprint, (await client.GetStringAsync($"{root}/install/fingerprint")).Trim());
    }

    [NetworkFact]
    public async Task Glasses_AnotherMachine_NeedsTheKeyOfThePrintedLink()
    {
        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(""));
        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync("?key=00000000000000000000000000000000"));
        using var socket = await OpenAsync($"?key={_key.Text}");

        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [NetworkFact]
    public async Task Http_SocketWithoutEncryption_IsNotServed()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", $"http://{Host}:{_server.Port}");

        await Assert.ThrowsAsync<WebSocketException>(
            () => socket.ConnectAsync(
                new Uri($"ws://{Host}:{_server.Port}{WebPages.GlassesSocket}?key={_key.Text}"), CancellationToken.None));
    }

    [Theory]
    [InlineData(new byte[] { 22, 3, 1, 0, 200, 1, 2, 3 })] // the beginning of a handshake, then nothing sensible
    [InlineData(new byte[] { 16, 12, 0, 4, 77, 81, 84, 84 })] // MQTT on the wrong port
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    public async Task AnyPort_WrongProtocol_IsCutOffAndOthersAreServed(byte[] rubbish)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(rubbish);
        client.Client.Shutdown(SocketShutdown.Send);
        await stream.CopyToAsync(Stream.Null).ContinueWith(_ => { }, TaskScheduler.Default); // ends, or is reset

        using var http = new HttpClient();
        Assert.Contains("certificate", await http.GetStringAsync($"http://127.0.0.1:{_server.Port}/install"));
    }

    private async Task<ClientWebSocket> OpenAsync(string query)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", $"https://{Host}:{_server.Port}");
        using var invoker = new HttpMessageInvoker(Handler(trusts: true));
        await socket.ConnectAsync(new Uri($"wss://{Host}:{_server.Port}{WebPages.GlassesSocket}{query}"), invoker, CancellationToken.None);
        return socket;
    }

    private HttpClient Client(bool trusts) => new(Handler(trusts));

    private SocketsHttpHandler Handler(bool trusts)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        if (trusts) policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(_authority.Certificate.Span));
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        };
    }
}

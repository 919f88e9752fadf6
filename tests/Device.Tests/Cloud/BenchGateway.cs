using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Device.Cloud;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Device.Tests.Cloud;

/// <summary>A gateway on a bench: the contract, and nothing behind it but the script of a test. Turns outlive their links.</summary>
internal sealed class BenchGateway : Assistant.AssistantBase, IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, BenchTurn> _byToken = new();
    private readonly ConcurrentDictionary<string, BenchTurn> _byKey = new();

    private BenchGateway(WebApplication app) => _app = app;

    /// <summary>What the gateway says to a turn whose input is whole.</summary>
    public Func<BenchTurn, Task> Script { get; set; } = turn => turn.SayAsync("Fixed answer.");

    /// <summary>Errors to answer the next starts with.</summary>
    public ConcurrentQueue<Error> Refusals { get; } = new();

    /// <summary>Words after which the first link of a turn is told that another call has taken over; 0 for never.</summary>
    public int ReplaceFirstLinkAfter { get; set; }

    public BenchTurn[] Turns => [.. _byKey.Values];

    public BenchTurn Turn => Assert.Single(_byKey.Values);

    public int Calls { get; private set; }

    public List<Metadata> Headers { get; } = [];

    public List<DateTime> Deadlines { get; } = [];

    public int Port { get; private set; }

    /// <summary>SHA-256 of the certificate; null without TLS.</summary>
    public string? Pin { get; private set; }

    public CloudAccount Account => CloudAccount.Parse($"http{(Pin is null ? "" : "s")}://127.0.0.1:{Port}", "bench-key", Pin).Value!;

    public static async Task<BenchGateway> StartAsync(bool tls = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        var certificate = tls ? SelfSigned() : null;
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        BenchGateway? gateway = null;
        builder.Services.AddSingleton(_ => gateway!);
        gateway = new BenchGateway(builder.Build());
        gateway._app.MapGrpcService<BenchGateway>();
        await gateway._app.StartAsync();
        gateway.Port = new Uri(gateway._app.Urls.Single()).Port;
        gateway.Pin = certificate is null ? null : Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
        return gateway;
    }

    public override async Task Converse(
        IAsyncStreamReader<ConverseRequest> requests, IServerStreamWriter<ConverseResponse> responses, ServerCallContext context)
    {
        lock (Headers)
        {
            Calls++;
            Headers.Add(context.RequestHeaders);
            Deadlines.Add(context.Deadline);
        }

        await requests.MoveNext();
        var start = requests.Current.Start;
        if (Refusals.TryDequeue(out var refusal))
        {
            await responses.WriteAsync(new ConverseResponse { Error = refusal });
            return;
        }

        if (Find(start) is not { } turn)
        {
            await responses.WriteAsync(
                new ConverseResponse { Error = new Error { Code = "turn-lost", Message = "Unknown turn.", Retryable = true } });
            return;
        }

        var reading = ReadAsync(turn, requests);
        await turn.WriteAsync(responses, start.LastReceived, turn.Links++ == 0 ? ReplaceFirstLinkAfter : 0, context.CancellationToken);
        await reading;
    }

    /// <summary>Times somebody asked for the usage.</summary>
    public int UsageCalls { get; private set; }

    /// <summary>The next so many of them fail.</summary>
    public int FailingUsageCalls { get; set; }

    public override Task<GetUsageResponse> GetUsage(GetUsageRequest request, ServerCallContext context) =>
        UsageCalls++ < FailingUsageCalls
            ? throw new RpcException(new Status(StatusCode.Unavailable, "down"))
            : Task.FromResult(
                new GetUsageResponse { Currency = "USD", Turns = 3, BudgetLeftNanos = 4_000, Usage = new Usage { CostNanos = 600 } });

    /// <summary>Forgets every turn, as a gateway that was started anew.</summary>
    public void Forget()
    {
        _byToken.Clear();
        _byKey.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var turn in Turns) turn.Stop();
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private BenchTurn? Find(Start start)
    {
        if (start.ResumeToken.Length > 0) return _byToken.GetValueOrDefault(start.ResumeToken);
        var turn = _byKey.GetOrAdd(start.IdempotencyKey, key => new BenchTurn(start, script => Script(script)));
        _byToken[turn.Token] = turn;
        return turn;
    }

    private static async Task ReadAsync(BenchTurn turn, IAsyncStreamReader<ConverseRequest> requests)
    {
        try
        {
            while (await requests.MoveNext()) turn.Take(requests.Current);
        }
        catch (Exception lost) when (lost is IOException or RpcException or OperationCanceledException or InvalidOperationException)
        {
            // The link is gone; the turn goes on.
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Upstreams;

/// <summary>A real HTTP server on a free loopback port that answers as a test says, and counts what it is asked.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;
    private int _running;

    private LoopbackServer(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/v1";

    public int Requests => Volatile.Read(ref _requests);

    public int Running => Volatile.Read(ref _running);

    /// <summary>Completes when the first request has arrived.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a request was given up by the gateway.</summary>
    public TaskCompletionSource Aborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<LoopbackServer> StartAsync(RequestDelegate answer, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var server = new LoopbackServer(builder.Build());
        server._app.Run(context => server.CountAsync(context, answer));
        await server._app.StartAsync();
        return server;
    }

    /// <summary>A server that streams these lines, each followed by an empty one.</summary>
    public static Task<LoopbackServer> StreamingAsync(params string[] lines) => StartAsync(context => StreamAsync(context, lines));

    public static async Task StreamAsync(HttpContext context, params string[] lines)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream";
        }

        foreach (var line in lines)
        {
            await context.Response.WriteAsync(line + "\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task CountAsync(HttpContext context, RequestDelegate answer)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Increment(ref _running);
        Asked.TrySetResult();
        context.RequestAborted.UnsafeRegister(_ => Aborted.TrySetResult(), null);
        try
        {
            await answer(context);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}

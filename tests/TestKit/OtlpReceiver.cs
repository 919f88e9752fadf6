using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace TestKit;

/// <summary>An OTLP receiver over HTTP on this machine that keeps what it is sent.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private const string TracesPath = "/v1/traces";

    private readonly WebApplication _app;
    private readonly List<(string Path, byte[] Body)> _got = [];

    private OtlpReceiver(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>All that came to the path of traces, a character for each byte.</summary>
    public string Traces => Bodies(TracesPath);

    /// <summary>All that came to the path of metrics, a character for each byte.</summary>
    public string Metrics => Bodies("/v1/metrics");

    /// <summary>Every span that came.</summary>
    public IReadOnlyList<OtlpSpan> Spans
    {
        get
        {
            lock (_got) return [.. _got.Where(one => one.Path == TracesPath).SelectMany(one => OtlpSpan.ReadAll(one.Body))];
        }
    }

    /// <summary>Starts one at a port that is free.</summary>
    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string Bodies(string path)
    {
        lock (_got) return string.Concat(_got.Where(one => one.Path == path).Select(one => Encoding.Latin1.GetString(one.Body)));
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        lock (_got) _got.Add((context.Request.Path, body.ToArray()));
    }
}

using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Monitoring;

public sealed class OtlpTests
{
    [Fact]
    public async Task Stop_ReceiverIsConfigured_TracesAndMetricsHaveArrived()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var gateway = await TestGateway.StartAsync(
            ("Monitoring:OtlpEndpoint", receiver.Address), ("Monitoring:OtlpProtocol", "http")))
        {
            using var call = await gateway.Call().AskAsync("k", "a private question");
            await gateway.StopAsync();
        }

        Assert.Contains("edge_gateway.settlement", receiver.Bodies("/v1/traces"));
        Assert.Contains("gen_ai.request.model", receiver.Bodies("/v1/traces"));
        Assert.Contains("gen_ai.server.time_to_first_token", receiver.Bodies("/v1/metrics"));
        Assert.Contains("edge_gateway.cost", receiver.Bodies("/v1/metrics"));
        Assert.DoesNotContain("private question", receiver.Bodies("/v1/traces") + receiver.Bodies("/v1/metrics"));
    }

    private sealed class OtlpReceiver(WebApplication app) : IAsyncDisposable
    {
        private readonly List<(string Path, string Body)> got = [];

        public string Address => app.Urls.Single();

        public static async Task<OtlpReceiver> StartAsync()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            var receiver = new OtlpReceiver(builder.Build());
            receiver.Take();
            await receiver.Start();
            return receiver;
        }

        public string Bodies(string path)
        {
            lock (got) return string.Concat(got.Where(one => one.Path == path).Select(one => one.Body));
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private Task Start() => app.StartAsync();

        private void Take() => app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            lock (got) got.Add((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
        });
    }
}

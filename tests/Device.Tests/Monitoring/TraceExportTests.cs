using System.Text;
using Device.Tests.Cloud;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Monitoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Device.Tests.Monitoring;

// Whoever listens to spans listens to those of every test that runs: only what bears the test's own trace id counts.
public sealed class TraceExportTests
{
    [Fact]
    public async Task Dispose_AReceiverIsSet_TheTurnItsStagesAndItsCallHaveArrivedInOneTrace()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var gateway = await BenchGateway.StartAsync();
        var trace = new TurnTrace(TimeProvider.System);
        using (TraceExport.Open(new LogOptions { OtlpEndpoint = receiver.Address, OtlpOverHttp = true }, DeviceLog.None))
        {
            var turns = new TurnLog(DeviceLog.None, LogLevel.Information);
            turns.Follow(trace);
            trace.Start(Stages.Cloud);
            await using (var client = new GatewayClient(gateway.Account, Asking.Patient, TimeProvider.System))
            {
                await client.AllAsync(Asking.Typed("a private question") with { TraceId = trace.TraceId });
            }

            trace.End(Stages.Cloud);
            trace.Start(Stages.Speech);
            var failure = new Failure(Stages.Speech, "speech-silent", "a private question", "Next.", Blame.Machine);
            trace.Fail(failure);
            turns.End(trace, failure);
        }

        var sent = Convert.FromHexString(Assert.Single(gateway.Headers).GetValue("traceparent")!.Split('-')[2]);
        var body = receiver.Body;
        Assert.Contains("gateway.converse", body);
        Assert.Contains("edge-runtime", body);
        Assert.Contains("speech-silent", body);
        Assert.Contains(Encoding.Latin1.GetString(sent), body); // what the gateway goes on under is a span of ours
        Assert.Equal(4, body.Split(Encoding.Latin1.GetString(Convert.FromHexString(trace.TraceId))).Length - 1); // turn, call, two stages
        Assert.DoesNotContain("private question", body);
    }

    [Fact]
    public void Dispose_NobodyReceives_LeavesALineAndEndsSoon()
    {
        using var journal = new StringWriter();
        var log = new DeviceLog(new LogOptions(), null, TextWriter.Synchronized(journal), TimeProvider.System);
        var trace = new TurnTrace(TimeProvider.System);
        using (TraceExport.Open(new LogOptions { OtlpEndpoint = new Uri("http://127.0.0.1:9"), OtlpOverHttp = true }, log))
        {
            var turns = new TurnLog(DeviceLog.None, LogLevel.Information);
            turns.Follow(trace);
            turns.End(trace, new Failure(Stages.Start, "any", "Any.", "Any."));
        }

        Assert.Contains("spans were not taken by the OTLP receiver", journal.ToString());
    }

    private sealed class OtlpReceiver(WebApplication app) : IAsyncDisposable
    {
        private readonly MemoryStream _got = new();

        public Uri Address => new(app.Urls.Single());

        public string Body
        {
            get
            {
                lock (_got) return Encoding.Latin1.GetString(_got.ToArray());
            }
        }

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

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            lock (_got)
            {
                if (context.Request.Path == "/v1/traces") _got.Write(body.ToArray());
            }
        }
    }
}

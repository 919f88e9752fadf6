using Device.Tests.Cloud;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Monitoring;
using Microsoft.Extensions.Logging;
using TestKit;

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

        var sent = Assert.Single(gateway.Headers).GetValue("traceparent")!.Split('-')[2];
        var spans = receiver.Spans.Where(span => span.TraceId == trace.TraceId).ToList();
        var turn = Assert.Single(spans, span => span.Name == "turn");
        var below = spans.Where(span => span.ParentId == turn.Id).Select(span => span.Name).Order();
        Assert.Equal([Stages.Cloud, "gateway.converse", Stages.Speech], below);
        Assert.Equal(sent, Assert.Single(spans, span => span.Name == "gateway.converse").Id); // what the gateway goes on under
        Assert.Contains("speech-silent", receiver.Traces);
        Assert.Contains("edge-runtime", receiver.Traces);
        Assert.DoesNotContain("private question", receiver.Traces);
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
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using EdgeRuntime.Gateway.Monitoring;
using Grpc.Core;

namespace Gateway.Tests.Monitoring;

public sealed class TracingTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task Converse_DeviceSendsItsTrace_OneTraceReachesTheBill()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == GatewayTracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var gateway = await TestGateway.StartAsync();
        var headers = TestGateway.Authorization("tenant-a");
        headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
        using var call = new TestCall(gateway.Client().Converse(headers));
        await call.AskAsync("k", "hello");
        await gateway.UntilAsync(() => spans.Any(span => span.OperationName.StartsWith("chat ", StringComparison.Ordinal) && Is(span)));

        var mine = spans.Where(Is).ToDictionary(span => span.OperationName);
        string[] stages = ["admission", "reservation", "guardrails", "upstream", "settlement"];
        Assert.All(stages, stage => Assert.Equal(mine["chat scripted"].SpanId, mine["edge_gateway." + stage].ParentSpanId));
        Assert.Equal(call.Done.BillId, mine["edge_gateway.settlement"].GetTagItem("edge_gateway.bill.id"));
        Assert.Equal(call.Done.BillId, mine["chat scripted"].GetTagItem("edge_gateway.bill.id"));
        Assert.Equal(call.Done.Usage.OutputTokens, mine["chat scripted"].GetTagItem("gen_ai.usage.output_tokens"));
        Assert.DoesNotContain(spans.SelectMany(span => span.TagObjects), tag => tag.Value is string text && text.Contains("hello"));
        static bool Is(Activity span) => span.TraceId.ToHexString() == Trace;
    }

    [Fact]
    public async Task Converse_Answered_CountsTokensTimeAndMoney()
    {
        await using var gateway = await TestGateway.StartAsync();
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (gateway.Owns(instrument.Meter)) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen[instrument.Name + Kind(tags)] = value);
        listener.Start();
        using var call = await gateway.Call().AskAsync("k", "hello");
        await gateway.UntilAsync(() => seen.ContainsKey("edge_gateway.cost"));

        Assert.Equal(call.Done.Usage.CostNanos, seen["edge_gateway.cost"]);
        Assert.Equal(call.Done.Usage.InputTokens, seen["gen_ai.client.token.usage input"]);
        Assert.Equal(call.Done.Usage.OutputTokens, seen["gen_ai.client.token.usage output"]);
        Assert.Contains("gen_ai.server.time_to_first_token", seen.Keys);
        Assert.Contains("gen_ai.server.time_per_output_token", seen.Keys);
        Assert.Contains("gen_ai.server.request.duration", seen.Keys);
        static string Kind(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "gen_ai.token.type") return " " + tag.Value;
            }

            return "";
        }
    }
}

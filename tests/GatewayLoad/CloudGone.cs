using System.Diagnostics;
using EdgeRuntime.Contracts.V1;
using Grpc.Core;

namespace GatewayLoad;

/// <summary>The upstream, and then the gateway, is killed in the middle of a sentence: how long until the client knows.</summary>
internal static class CloudGone
{
    public static async Task<List<Row>> RunAsync(LoadSettings settings, CancellationToken stop)
    {
        List<Row> rows = [];
        foreach (var victim in new[] { "upstream", "gateway" })
        {
            await using var bench = await Bench.StartAsync(settings);
            using var call = bench.Client().Converse(bench.Authorization, cancellationToken: stop);
            await call.RequestStream.WriteAsync(new ConverseRequest { Sequence = 1, Start = new Start { IdempotencyKey = "gone" } }, stop);
            await call.RequestStream.WriteAsync(
                new ConverseRequest { Sequence = 2, Text = new Text { Text_ = "say 200 words at 20 per second", Last = true } }, stop);
            while (await call.ResponseStream.MoveNext(stop) && call.ResponseStream.Current.TextDelta is null)
            {
            }

            await (victim == "gateway" ? bench.Gateway : bench.UpstreamProgram).KillAsync();
            var killed = Stopwatch.GetTimestamp();
            var says = await EndAsync(call, stop);
            var took = Stopwatch.GetElapsedTime(killed);
            rows.Add(
                new($"{victim} gone in mid-sentence: until the client knows", $"{took.TotalMilliseconds:0} ms ({says})", "1 s",
                    took < TimeSpan.FromSeconds(1)));
        }

        return rows;
    }

    private static async Task<string> EndAsync(AsyncDuplexStreamingCall<ConverseRequest, ConverseResponse> call, CancellationToken stop)
    {
        try
        {
            var last = "nothing";
            while (await call.ResponseStream.MoveNext(stop)) last = call.ResponseStream.Current.Error?.Code ?? "words";
            return last;
        }
        catch (RpcException lost)
        {
            return "status " + lost.StatusCode;
        }
    }
}

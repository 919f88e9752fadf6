using System.Diagnostics;
using EdgeRuntime.Contracts.V1;
using Grpc.Core;
using Grpc.Net.Client;
using TestKit;

namespace GatewayLoad;

/// <summary>Resets the connection at random points of streams, 1,000 times; every turn must bring every word once and one bill.</summary>
internal static class LinkCuts
{
    private const int Words = 40;

    public static async Task<List<Row>> RunAsync(LoadSettings settings, CancellationToken stop)
    {
        var wanted = settings.Count > 0 ? settings.Count : 1000;
        await using var bench = await Bench.StartAsync(settings);
        var (turns, cuts, wrong, bills, _) = await RoundAsync(bench, wanted, "cut", stop);
        var usage = await bench.Client().GetUsageAsync(new GetUsageRequest(), bench.Authorization, cancellationToken: stop);
        var holds = wrong == 0 && usage.Turns == turns && bills == turns;
        return [new($"link cut {cuts} times", $"{turns} turns, {wrong} wrong, {usage.Turns} bills", "every word once, one bill", holds)];
    }

    /// <summary>Turns, eight at a time, until so many cuts have been made.</summary>
    public static async Task<(int Turns, int Cuts, int Wrong, int Bills, TimeSpan Took)> RoundAsync(
        Bench bench, int wanted, string name, CancellationToken stop)
    {
        int cuts = 0, turns = 0, wrong = 0;
        var bills = new HashSet<string>();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            await using var proxy = new CuttingProxy(bench.Address.Port);
            var random = new Random(worker);
            for (var i = 0; Volatile.Read(ref cuts) < wanted; i++)
            {
                var got = await TurnAsync(bench, proxy, $"{name}-{worker}-{i}", random, () => Interlocked.Increment(ref cuts), stop);
                Interlocked.Increment(ref turns);
                var words = string.Concat(got.Select(response => response.TextDelta?.Text))
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
                if (words != Words || got[^1].Done is null || !got.Select(response => response.Sequence).SequenceEqual(Numbers(got.Count)))
                {
                    Interlocked.Increment(ref wrong);
                }

                lock (bills) bills.Add(got[^1].Done?.BillId ?? "");
            }
        }));
        return (turns, cuts, wrong, bills.Count, Stopwatch.GetElapsedTime(began));
    }

    private static IEnumerable<ulong> Numbers(int count) => Enumerable.Range(1, count).Select(i => (ulong)i);

    private static async Task<List<ConverseResponse>> TurnAsync(
        Bench bench, CuttingProxy proxy, string key, Random random, Action cut, CancellationToken stop)
    {
        List<ConverseResponse> got = [];
        while (true)
        {
            var cutAt = random.Next(0, 4) == 0 ? int.MaxValue : random.Next(0, Words);
            using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{proxy.Port}");
            using var call = new Assistant.AssistantClient(channel).Converse(bench.Authorization, cancellationToken: stop);
            try
            {
                await call.RequestStream.WriteAsync(new ConverseRequest { Sequence = 1, Start = StartOf(got, key) }, stop);
                var ask = new Text { Text_ = $"say {Words} words at 200 per second", Last = true };
                await call.RequestStream.WriteAsync(new ConverseRequest { Sequence = 2, Text = ask }, stop);
                for (var read = 0; await call.ResponseStream.MoveNext(stop); read++)
                {
                    var response = call.ResponseStream.Current;
                    if (response.Error is { } error) throw new InvalidOperationException($"A turn ended with {error}");
                    if (got.Count == 0 || response.Sequence > got[^1].Sequence) got.Add(response);
                    if (response.Done is not null) return got;
                    if (read == cutAt) proxy.Cut();
                }
            }
            catch (RpcException) when (!stop.IsCancellationRequested)
            {
                cut();
            }
        }
    }

    private static Start StartOf(List<ConverseResponse> got, string key) => got.Count == 0
        ? new Start { IdempotencyKey = key }
        : new Start { ResumeToken = got[0].Started.ResumeToken, LastReceived = got[^1].Sequence };
}

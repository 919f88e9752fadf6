using EdgeRuntime.Contracts.V1;
using Grpc.Core;

namespace GatewayLoad;

/// <summary>Resident memory while 2,000 turns have begun and say nothing.</summary>
internal static class IdleStreams
{
    private const int PerConnection = 100;

    public static async Task<List<Row>> RunAsync(LoadSettings settings, CancellationToken stop)
    {
        var streams = settings.Count > 0 ? settings.Count : 2000;
        await using var bench = await Bench.StartAsync(
            settings, ("Sessions__InputGap", "00:10:00"), ("Admission__MaxConcurrentTurns", "4096"));
        var calls = new List<AsyncDuplexStreamingCall<ConverseRequest, ConverseResponse>>();
        var before = bench.Gateway.Resident;
        for (var i = 0; i < streams;)
        {
            var client = bench.Client();
            for (var n = 0; n < PerConnection && i < streams; n++, i++) calls.Add(await OpenAsync(client, bench, i, stop));
        }

        await Task.Delay(TimeSpan.FromSeconds(3), stop); // until the collector and the pools have settled
        var megabytes = bench.Gateway.Resident / 1e6;
        foreach (var call in calls) call.Dispose();
        return
        [
            new($"resident with {streams} idle open streams",
                $"{megabytes:0} MB ({(bench.Gateway.Resident - before) / 1e3 / streams:0} kB a stream)", "< 400 MB", megabytes < 400),
        ];
    }

    private static async Task<AsyncDuplexStreamingCall<ConverseRequest, ConverseResponse>> OpenAsync(
        Assistant.AssistantClient client, Bench bench, int i, CancellationToken stop)
    {
        var call = client.Converse(bench.Authorization, cancellationToken: stop);
        await call.RequestStream.WriteAsync(
            new ConverseRequest { Sequence = 1, Start = new Start { IdempotencyKey = $"idle-{i}", DeadlineMs = 600_000 } }, stop);
        if (!await call.ResponseStream.MoveNext(stop) || call.ResponseStream.Current.Started is null)
        {
            throw new InvalidOperationException($"Stream {i} was not opened: {call.ResponseStream.Current}");
        }

        return call;
    }
}

using System.Runtime.CompilerServices;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Upstreams;
using Gateway.Tests.Fakes;
using Grpc.Core;
using Grpc.Net.Client;
using TestKit;

namespace Gateway.Tests.Sessions;

/// <summary>The connection itself is reset under the call, at random points; 1,000 times in tests/GatewayLoad.</summary>
public sealed class LinkCutTests
{
    private const int Words = 40;
    private const int MostAhead = 8; // words of the model that the client has not read: were it all of them, most cuts would come too late

    [Fact]
    public async Task Converse_ConnectionIsResetFiftyTimes_EveryWordOnceAndOneBillPerTurn()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var proxy = new CuttingProxy(gateway.Address.Port);
        using var ahead = new SemaphoreSlim(MostAhead);
        gateway.Models.Answer = (_, stop) => AnswerAsync(ahead, stop);
        var random = new Random(11);
        var cuts = 0;
        var turns = 0;
        for (; cuts < 50; turns++)
        {
            var got = new List<ConverseResponse>();
            for (var isOver = false; !isOver;)
            {
                var cutAt = random.Next(0, 4) == 0 ? int.MaxValue : random.Next(0, Words);
                isOver = await ReadAsync(proxy, $"k{turns}", got, cutAt, ahead);
                if (!isOver) cuts++;
            }

            Assert.Equal(
                string.Concat(Enumerable.Range(0, Words).Select(i => $"w{i} ")),
                string.Concat(got.Select(response => response.TextDelta?.Text)));
            Assert.Equal(StopReason.Complete, got[^1].Done.StopReason);
        }

        Assert.Equal(turns, gateway.Ledger.Bills.Count);
        Assert.All(gateway.Ledger.Bills, bill => Assert.Equal(Words, bill.Used.OutputTokens));
    }

    private static async IAsyncEnumerable<ChatEvent> AnswerAsync(SemaphoreSlim ahead, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var step in PlayedModels.Words(stop, [.. Enumerable.Range(0, Words).Select(i => $"w{i} ")]))
        {
            if (step.Text is not null) await ahead.WaitAsync(stop);
            yield return step;
        }
    }

    // Begins or resumes; cuts the connection after so many responses. True when the turn is over.
    private static async Task<bool> ReadAsync(CuttingProxy proxy, string key, List<ConverseResponse> got, int cutAt, SemaphoreSlim ahead)
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{proxy.Port}");
        using var call = new Assistant.AssistantClient(channel).Converse(TestGateway.Authorization("tenant-a"));
        try
        {
            var started = got.FirstOrDefault(response => response.Started is not null)?.Started;
            var start = started is null
                ? new Start { IdempotencyKey = key }
                : new Start { ResumeToken = started.ResumeToken, LastReceived = got[^1].Sequence };
            await call.RequestStream.WriteAsync(new ConverseRequest { Sequence = 1, Start = start });
            await call.RequestStream.WriteAsync(new ConverseRequest { Sequence = 2, Text = new Text { Text_ = "go on", Last = true } });
            for (var read = 0; await call.ResponseStream.MoveNext(); read++)
            {
                var response = call.ResponseStream.Current;
                if (got.Count == 0 || response.Sequence > got[^1].Sequence)
                {
                    got.Add(response);
                    if (response.TextDelta?.Text.Count(letter => letter == ' ') is > 0 and var words) ahead.Release(words);
                }

                if (response.Error is { } error) throw new InvalidOperationException($"The turn ended with {error}");
                if (response.Done is not null) return true;
                if (read == cutAt) proxy.Cut();
            }

            return false;
        }
        catch (RpcException)
        {
            return false;
        }
    }
}

using System.Text.Json;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Cloud;
using TestKit;

namespace Device.Tests.Cloud;

/// <summary>The client against a server that is not ours: Node.js and @grpc/grpc-js.</summary>
public sealed class ForeignGatewayTests
{
    [NodeFact("@grpc/grpc-js", "@grpc/proto-loader")]
    public async Task AskAsync_ServerInNode_HearsEverythingAndIsHeardOnceThoughTheLinkBreaks()
    {
        using var peer = NodePeer.Start(
            Repository.PathOf("tests", "Device.Tests", "Cloud", "peer-server.js"),
            Repository.PathOf("src", "EdgeRuntime.Contracts", "Protos", "assistant.proto"), "60");
        var port = int.Parse(
            await peer.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await peer.StandardError.ReadToEndAsync()));
        await using var proxy = new CuttingProxy(port);
        await using var client = new GatewayClient(
            CloudAccount.Parse($"http://127.0.0.1:{proxy.Port}", "device-key", null).Value!, Asking.Patient, TimeProvider.System);
        var question = Asking.Typed("") with
        {
            Said = Utterance.Spoken(new float[20_000]),
            Tools = [new ToolSpec("GetTime", "tell the time", Permission.None)],
            RunTool = (_, _) =>
            {
                proxy.Cut();
                return ValueTask.FromResult(new ToolReply("""{"answer":"noon"}""", false));
            },
        };

        var events = await client.AllAsync(question).WaitAsync(TimeSpan.FromSeconds(60));
        var heard = JsonDocument.Parse(await peer.StandardOutput.ReadLineAsync() ?? "").RootElement;
        peer.StandardInput.Close();
        await peer.WaitForExitAsync();

        Assert.Equal(string.Concat(Enumerable.Range(0, 60).Select(i => $"w{i} ")), events.Words());
        Assert.Equal(
            (42, "EUR"), (Assert.IsType<AnswerEvent.Done>(events[^1]).Bill.CostNanos, ((AnswerEvent.Done)events[^1]).Bill.Currency));
        Assert.Single(events.OfType<AnswerEvent.ToolRan>());
        Assert.Equal(
            (40_000, 1, 2, 1),
            (heard.GetProperty("sound").GetInt32(), heard.GetProperty("tools").GetInt32(), heard.GetProperty("links").GetInt32(),
                heard.GetProperty("results").GetInt32()));
        Assert.Equal("Bearer device-key", heard.GetProperty("key").GetString());
        Assert.StartsWith($"00-{Asking.TraceId}-", heard.GetProperty("trace").GetString());
    }
}

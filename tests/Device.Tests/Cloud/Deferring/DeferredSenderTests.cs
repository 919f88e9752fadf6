using System.Runtime.Versioning;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Device;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Cloud.Deferring;

namespace Device.Tests.Cloud.Deferring;

[SupportedOSPlatform("linux")]
public sealed class DeferredSenderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GlassesProgram _glasses;

    public DeferredSenderTests() => _glasses = GlassesProgram.Open(_folder.Path, TimeProvider.System).Value!;

    public void Dispose()
    {
        _glasses.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task KeepAsync_Wish_IsOnDiskForItsOwnerOnly()
    {
        Assert.Equal(1, (await KeepAsync("a")).Value);

        var file = Assert.Single(Directory.GetFiles(_folder["queue"], "*.json"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(1, new DeferredQueue(_folder.Path, new DeferredOptions()).Count);
    }

    [Fact]
    public async Task KeepAsync_Full_RefusesAndKeepsTheOthers()
    {
        var queue = new DeferredQueue(_folder.Path, new DeferredOptions { MaxWishes = 1 });
        await queue.KeepAsync(Wish("a"), default);

        Assert.Equal("queue-full", (await queue.KeepAsync(Wish("b"), default)).Failure!.Code);
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public async Task SendAsync_LinkBack_SendsInOrderAndEmptiesTheQueue()
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = turn => turn.SayAsync($"About {turn.Words}.");
        await AgreeAsync();
        await KeepAsync("b", 2);
        await KeepAsync("a", 1);

        var sent = await SendAsync(gateway);

        Assert.Equal(["About a.", "About b."], sent.Select(wish => wish.Answer));
        Assert.Equal(0, _glasses.Queue.Count);
        Assert.All(gateway.Turns, turn => Assert.Equal(Priority.Deferrable, turn.Start.Priority));
    }

    [Theory]
    [InlineData(false, false, "cloud-no-consent")]
    [InlineData(true, true, "cloud-locked")]
    public async Task SendAsync_NoConsentOrLocked_SendsNothing(bool consent, bool locked, string code)
    {
        await using var gateway = await BenchGateway.StartAsync();
        await KeepAsync("a");
        await _glasses.State.UpdateAsync(
            state => state with { Settings = state.Settings with { CloudConsent = consent, LocalOnly = locked } }, default);

        var sent = Assert.Single(await SendAsync(gateway));

        Assert.Equal((code, true), (sent.Failure!.Code, sent.Waits));
        Assert.Equal(0, gateway.Calls);
        Assert.Equal(1, _glasses.Queue.Count);
    }

    [Fact]
    public async Task SendAsync_SentAgainAfterTheToolRan_DoesNotRunItTwice()
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = async turn =>
        {
            await turn.CallAsync("c1", "TakeNote", """{"note":"buy milk"}""");
            turn.Add(
                new ConverseResponse
                {
                    Error = new Error { Code = "upstream-broken", Message = "Broken.", Retryable = true, RetryAfterMs = 60_000 },
                });
            turn.Stop();
        };
        await AgreeAsync();
        await KeepAsync("a");
        Assert.True(Assert.Single(await SendAsync(gateway)).Waits);
        gateway.Forget();
        gateway.Script = turn => turn.CallAsync("another-id", "TakeNote", """{"note":"Buy milk."}""");

        var sent = Assert.Single(await SendAsync(gateway));

        Assert.Equal("Noted: buy milk.", sent.Answer);
        Assert.Single(_glasses.State.Current.Notes);
        Assert.Equal(0, _glasses.Queue.Count);
    }

    [Fact]
    public async Task SendAsync_KilledWhileAToolRan_SaysThatItIsNotKnown()
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = async turn => await turn.SayAsync((await turn.CallAsync("c1", "TakeNote", """{"note":"x"}""")).ResultJson);
        await AgreeAsync();
        var entry = DeferredEntry.From(Wish("a")) with { Tools = [new DeferredTool("TakeNote")] };
        Assert.Null(_glasses.Queue.Update(entry));

        var sent = Assert.Single(await SendAsync(gateway));

        Assert.Contains("tool-outcome-unknown", sent.Answer);
        Assert.Empty(_glasses.State.Current.Notes);
    }

    [Fact]
    public async Task SendAsync_WishThatCannotBeAnswered_IsToldAndLetGo()
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Refusals.Enqueue(new Error { Code = "guardrail-blocked", Message = "That topic is blocked." });
        await AgreeAsync();
        await KeepAsync("a");

        var sent = Assert.Single(await SendAsync(gateway));

        Assert.Contains("That topic is blocked.", sent.Answer);
        Assert.Equal(0, _glasses.Queue.Count);
    }

    [Fact]
    public async Task SendAsync_FileDamaged_IsPutAsideAndTheNextIsSent()
    {
        await using var gateway = await BenchGateway.StartAsync();
        await AgreeAsync();
        await KeepAsync("a");
        File.WriteAllText(Path.Combine(_folder["queue"], "00000.json"), "{");

        var sent = await SendAsync(gateway);

        Assert.Equal(["queue-damaged", null], sent.Select(wish => wish.Failure?.Code));
        Assert.Equal(0, _glasses.Queue.Count);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("{\"key\":\"bad\"}")]
    [InlineData("{BEGIN,\"text\":\"x\",\"trace_id\":\"not\\r\\nhexadecimal\"}")]
    [InlineData("{BEGIN,\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\"}")]
    [InlineData("{BEGIN,\"pcm16\":\"AAAA\",\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\"}")]
    [InlineData("{BEGIN,\"pcm16\":\"no base 64\",\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\"}")]
    [InlineData("{BEGIN,\"text\":\"x\",\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\",\"tools\":[null]}")]
    [InlineData("{BEGIN,\"text\":\"x\",\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\",\"tools\":[{\"tool\":null}]}")]
    [InlineData(
        "{BEGIN,\"text\":\"x\",\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\",\"tools\":[{\"tool\":\"TakeNote\",\"result_json\":\"no "
        + "JSON\"}]}")]
    [InlineData("{BEGIN,\"text\":\"x\",\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\",\"version\":2}")]
    public async Task SendAsync_AWaitingWishWithGarbage_FallsAloneAndACopyIsKept(string garbage)
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = turn => turn.SayAsync($"About {turn.Words}.");
        await AgreeAsync();
        await KeepAsync("a", 1);
        var file = Path.Combine(_folder["queue"], "202611251000000000000-bad.json");
        var content = garbage.Replace("BEGIN", "\"key\":\"bad\",\"at\":\"2026-11-25T10:00:00+00:00\"", StringComparison.Ordinal);
        File.WriteAllText(file, content);

        var sent = await SendAsync(gateway);

        Assert.Equal(["queue-damaged", null], sent.Select(wish => wish.Failure?.Code));
        Assert.Equal("About a.", sent[1].Answer);
        Assert.Equal(content, File.ReadAllText(file + ".damaged"));
        Assert.Equal(0, _glasses.Queue.Count);
    }

    private static DeferredWish Wish(string words, int minute = 0) =>
        new($"key-{words}", Utterance.Typed(words), new DateTimeOffset(2026, 11, 25, 10, minute, 0, TimeSpan.Zero), null, Asking.TraceId);

    private async Task<EdgeRuntime.Assistant.Outcome<int>> KeepAsync(string words, int minute = 0) =>
        await _glasses.Queue.KeepAsync(Wish(words, minute), default);

    private async Task AgreeAsync() =>
        await _glasses.State.UpdateAsync(state => state with { Settings = state.Settings with { CloudConsent = true } }, default);

    private async Task<List<SentWish>> SendAsync(BenchGateway gateway)
    {
        await using var client = new GatewayClient(gateway.Account, Asking.Patient, TimeProvider.System);
        var sender = new DeferredSender(_glasses.Queue, client, _glasses.Tools, _glasses.State, new DeferredOptions(), TimeProvider.System);
        var sent = new List<SentWish>();
        await foreach (var wish in sender.SendAsync(default)) sent.Add(wish);
        return sent;
    }
}

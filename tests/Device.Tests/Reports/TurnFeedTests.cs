using Device.Tests.Companion;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Device.Reports;

namespace Device.Tests.Reports;

public sealed class TurnFeedTests
{
    [Fact]
    public async Task See_TurnUnderWay_PhoneHearsEveryEventAsItComes()
    {
        using var folder = new TemporaryFolder();
        await using var glasses = BenchCompanion.Start(folder.Path);
        await using var phone = await glasses.ConnectAsync(await glasses.PairAsync());
        await phone.SayAsync(new LiveMessage(LiveNames.Ping));
        await phone.LiveAsync(LiveNames.Pong); // the glasses know by now that it is there
        var trace = new TurnTrace(TimeProvider.System);
        trace.Start(Stages.Vad);

        new TurnFeed(glasses.Companion).See(new ConversationEvent(ConversationEventKind.Listening) { Trace = trace });
        trace.End(Stages.Vad);

        Assert.Equal(["start", "end"], [await KindAsync(), await KindAsync()]);
        async Task<string> KindAsync() => (await phone.LiveAsync(LiveNames.Turn)).GetProperty("event").GetProperty("kind").GetString()!;
    }
}

using System.Threading.Channels;
using EdgeRuntime.Gateway.Upstreams;
using EdgeRuntime.Gateway.Upstreams.OpenAi;
using EdgeRuntime.Gateway.Upstreams.Routing;

namespace Gateway.Tests.Upstreams.Routing;

public sealed class UpstreamLoadTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(4, 3)]
    [InlineData(8, 7)]
    [InlineData(256, 224)]
    public void TryEnter_OneTenantAlone_LeavesPlacesToTheOthers(int places, int taken)
    {
        var load = Load(places);

        for (var asked = 0; asked < places; asked++) load.TryEnter("greedy");

        Assert.Equal(taken, load.Running);
        Assert.Equal(taken < places, load.TryEnter("modest"));
    }

    [Fact]
    public async Task Enter_ManyOfOneTenantWaitAndOneOfAnother_TakeTurns()
    {
        var load = Load(1);
        Assert.True(load.TryEnter("greedy"));
        var entered = Channel.CreateUnbounded<string>();
        var waiting = new List<Task>();
        for (var asked = 0; asked < 20; asked++) waiting.Add(EnterAsync(load, "greedy", entered.Writer));
        waiting.Add(EnterAsync(load, "modest", entered.Writer));

        var order = new List<string> { "greedy" };
        while (order.Count <= waiting.Count)
        {
            load.Leave(order[^1]);
            order.Add(await entered.Reader.ReadAsync());
        }

        await Task.WhenAll(waiting);
        Assert.Equal("modest", order[1]);
        load.Leave(order[^1]);
        Assert.Equal((0, 0), (load.Running, load.Waiting));
    }

    [Fact]
    public async Task Enter_OneTenantFillsTheQueue_AnotherStillGetsIntoIt()
    {
        var load = Load(1);
        load.TryEnter("greedy");
        using var stop = new CancellationTokenSource();

        var greedy = Enumerable.Range(0, 100)
            .Select(_ => load.EnterAsync("greedy", Minute, TimeProvider.System, stop.Token).AsTask()).ToList();
        var modest = load.EnterAsync("modest", Minute, TimeProvider.System, default).AsTask();

        Assert.Equal(44, greedy.Count(task => task.IsCompletedSuccessfully && !task.Result));
        Assert.False(modest.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => greedy[0]);
        load.Leave("greedy");
        Assert.True(await modest);
    }

    [Fact]
    public async Task Enter_NoPlaceInTime_IsFalseAndLeavesNothingBehind()
    {
        var time = new TestKit.SteppedTime(DateTimeOffset.UnixEpoch);
        var load = Load(1);
        load.TryEnter("greedy");

        var waiting = load.EnterAsync("modest", Minute, time, default).AsTask();
        time.Advance(Minute);

        Assert.False(await waiting);
        Assert.Equal(0, load.Waiting);
    }

    private static async Task EnterAsync(UpstreamLoad load, string tenant, ChannelWriter<string> entered)
    {
        Assert.True(await load.EnterAsync(tenant, Minute, TimeProvider.System, default));
        Assert.True(entered.TryWrite(tenant));
    }

    private static UpstreamLoad Load(int places)
    {
        var server = new UpstreamServerOptions { Name = "s", Address = "http://127.0.0.1:1/v1", MaxConcurrent = places };
        return new UpstreamLoad(new OpenAiUpstream(server, new UpstreamsOptions(), TimeProvider.System));
    }
}

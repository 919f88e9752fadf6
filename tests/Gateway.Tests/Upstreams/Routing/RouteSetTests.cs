using EdgeRuntime.Gateway.Upstreams;
using EdgeRuntime.Gateway.Upstreams.Routing;

namespace Gateway.Tests.Upstreams.Routing;

public sealed class RouteSetTests
{
    private static readonly RouteOptions Light = new() { Server = "s0", Order = 1, Weight = 1 };
    private static readonly RouteOptions Heavy = new() { Server = "s1", Order = 1, Weight = 3 };
    private static readonly RouteOptions Spare = new() { Server = "s2", Order = 2 };

    [Fact]
    public void Take_SameOrder_SharesByWeight()
    {
        using var models = Three();

        var taken = Enumerable.Range(0, 8).Select(_ => Take(models)).ToList();

        Assert.Equal((2, 6), (taken.Count(name => name == "s0"), taken.Count(name => name == "s1")));
        Assert.Contains("s0", taken.Take(4));
    }

    [Fact]
    public void Take_HigherOrder_OnlyWhenTheOthersCannotBeAsked()
    {
        using var models = Three();
        models.Table.Servers["s0"].Healthy = false;
        Assert.Equal("s1", Take(models));
        models.Table.Servers["s1"].Healthy = false;
        Assert.Equal("s2", Take(models));
        models.Table.Servers["s2"].Healthy = false;
        Assert.NotEqual("s2", Take(models));
    }

    [Fact]
    public void Take_Tried_IsNotGivenAgain()
    {
        using var models = Three();
        var tried = new List<UpstreamRoute>();
        while (models.Table.Models["m"].Chat.Take("tenant", false, tried) is { } route)
        {
            Assert.DoesNotContain(route, tried);
            tried.Add(route);
        }

        Assert.Equal(3, tried.Count);
    }

    [Fact]
    public async Task Look_DeadAndLivingServers_AreToldApart()
    {
        await using var alive = await LoopbackServer.StartAsync(_ => Task.CompletedTask);
        using var models = Ask.Models(
            options => options with { ConnectTimeout = TimeSpan.FromMinutes(1) }, alive.Address, "http://127.0.0.1:1/v1");
        using var probe = new HealthProbe(
            models.Table, Microsoft.Extensions.Options.Options.Create(new UpstreamsOptions()), TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<HealthProbe>.Instance);

        await probe.LookAsync(default);

        Assert.True(models.Table.Servers["s0"].Healthy);
        Assert.False(models.Table.Servers["s1"].Healthy);
    }

    private static TestModels Three() => Ask.Models(
        options => options with { Models = [Ask.OneModel(Light, Heavy, Spare)] }, "http://a/v1", "http://b/v1", "http://c/v1");

    private static string Take(TestModels models)
    {
        var route = models.Table.Models["m"].Chat.Take("tenant", false, []);
        route!.Leave("tenant");
        return route.Upstream.Name;
    }
}

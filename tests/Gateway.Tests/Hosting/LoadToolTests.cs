using GatewayLoad;

namespace Gateway.Tests.Hosting;

/// <summary>What tests/GatewayLoad does for long, for short: the gateway and the upstream are processes of their own.</summary>
public sealed class LoadToolTests
{
    [Fact]
    public async Task Gateway_KilledFiveTimesUnderLoad_ChargedIsUsed()
    {
        var rows = await Kills.RunAsync(new LoadSettings { Count = 5 }, CancellationToken.None);

        Assert.True(rows[0].Holds, rows[0].ToString());
    }

    [Fact]
    public async Task Gateway_UpstreamIsKilledInMidSentence_TheClientHearsWhy()
    {
        var rows = await CloudGone.RunAsync(new LoadSettings(), CancellationToken.None);

        Assert.Contains("upstream-broken", rows[0].Measured);
        Assert.Contains("status", rows[1].Measured);
    }
}

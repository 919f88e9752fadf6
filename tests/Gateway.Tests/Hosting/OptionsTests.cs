using EdgeRuntime.Gateway.Hosting;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Hosting;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("Hosting:Listen", "nowhere")]
    [InlineData("Hosting:Listen", "0.0.0.0:0")]
    [InlineData("Hosting:Certificate", "/nowhere.pem")]
    [InlineData("Hosting:StreamsPerConnection", "0")]
    [InlineData("Sessions:Rounds", "0")]
    [InlineData("Sessions:Grace", "00:20:00")]
    [InlineData("Sessions:Replica", "two words")]
    [InlineData("Monitoring:OtlpProtocol", "smoke")]
    [InlineData("Monitoring:TracedShare", "2")]
    public async Task Start_WrongSetting_IsRefusedWithItsKey(string key, string value)
    {
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => TestGateway.StartAsync((key, value)));

        Assert.Contains(wrong.Failures, sentence => sentence.Contains(key.Split(':')[1]) || sentence.Contains(value));
    }

    [Fact]
    public async Task Start_KeyThatNobodyReads_IsRefused()
    {
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => TestGateway.StartAsync(("Sessions:Rouns", "3")));

        Assert.Contains("Rouns", Assert.Single(wrong.Failures));
    }

    [Fact]
    public void Load_FileEnvironmentAndCommandLine_TheLaterWins()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-config-");
        File.WriteAllText(Path.Combine(folder.FullName, "edge-gateway.json"), """{"Gateway":{"Sessions":{"Rounds":3,"Replica":"file"}}}""");
        var loaded = GatewayConfiguration.Load(null, folder.FullName, [new("Gateway:Sessions:Replica", "line")]);

        Assert.Equal("3", loaded["Gateway:Sessions:Rounds"]);
        Assert.Equal("line", loaded["Gateway:Sessions:Replica"]);
        Assert.Equal(folder.FullName, loaded["Gateway:DataFolder"]);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData(null, "no configuration file")]
    public void Load_FileIsBrokenOrMissing_SaysSoInOneSentence(string? content, string says)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-config-");
        var file = Path.Combine(folder.FullName, "mine.json");
        if (content is not null) File.WriteAllText(file, content);
        var wrong = Assert.Throws<InvalidDataException>(() => GatewayConfiguration.Load(file, folder.FullName));

        Assert.Contains(says, wrong.Message);
        Assert.Contains("mine.json", wrong.Message);
        folder.Delete(recursive: true);
    }
}

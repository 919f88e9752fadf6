using EdgeRuntime.Gateway.Commands;
using EdgeRuntime.Gateway.Hosting;
using EdgeRuntime.Gateway.Settings;
using TestKit;

namespace Gateway.Tests.Settings;

/// <summary>The page of all settings is made from the options and leaves none out.</summary>
public sealed class SettingsDocumentTests
{
    private static readonly SettingSentences Sentences = SettingSentences.Read(typeof(GatewaySettings).Assembly)!;

    public static TheoryData<string> Options =>
        [.. GatewaySettings.Tree.All.Where(node => node.Property is not null).Select(node => node.Key)];

    [Fact]
    public async Task Doc_Printed_IsThePageInTheRepository()
    {
        var output = new StringWriter();

        var code = await CommandTree.RunAsync(["settings", "doc"], output, TextWriter.Null);

        Assert.Equal(0, code);
        Assert.Equal(File.ReadAllText(Repository.PathOf("docs", "gateway-settings.md")), output.ToString());
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void EveryOption_SaysWhatItIsFor(string key) =>
        Assert.NotEmpty(Sentences.Find(GatewaySettings.Tree.All.Single(node => node.Key == key).Property!));

    [Theory]
    [InlineData("Gateway:Sessions", "Gateway:Sessions:Rounds", "give 1 to 64")]
    [InlineData("Gateway:Sessions", "Gateway:Sessions:DrainLimit", "give 00:00:00.1 to 00:10:00")]
    [InlineData("Gateway:Upstreams", "Gateway:Upstreams:LongestLineBytes", null)]
    public void Bounds_OfAValue_AreTheValidatorsWords(string section, string key, string? expected)
    {
        var tree = GatewaySettings.Tree.All.ToDictionary(node => node.Key);

        var said = new SettingBounds(typeof(GatewaySettings).Assembly).Find(tree[section], tree[key]);

        if (expected is not null) Assert.Equal(expected, said);
        else Assert.NotNull(said);
    }
}

using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Device;
using EdgeRuntime.Device.Cloud;

namespace Device.Tests.Cloud;

[SupportedOSPlatform("linux")]
public sealed class WireToolsTests
{
    private const int MostTokens = 800; // 2,040 when every tool had a full schema of its own
    private const int MostDescriptionBytes = 1024; // assistant.proto
    private const int MostParametersBytes = 8192;

    [Fact]
    public void Of_AllToolsOfTheGlasses_CostFewTokensAndNoneIsMissing()
    {
        using var folder = new TemporaryFolder();
        using var glasses = GlassesProgram.Open(folder.Path, TimeProvider.System).Value!;

        var offered = glasses.Tools.Specs.Where(spec => !spec.IsOfWearer).ToArray(); // as OfferedTools offers them

        var tools = WireTools.Convert(offered).ToList();

        // as the gateway estimates
        var tokens = tools.Sum(tool => 4 + TokensOf(tool.Name) + TokensOf(tool.Description) + TokensOf(tool.ParametersJson));
        Assert.True(tokens <= MostTokens, $"{tokens} tokens");
        Assert.All(
            tools, tool => Assert.True(
                tool.Description.Length <= MostDescriptionBytes && tool.ParametersJson.Length <= MostParametersBytes, tool.Name));
        Assert.Equal(offered.Select(spec => spec.Name).Order(), NamesIn(tools).Order());
    }

    [Theory]
    [InlineData("Act", """{"what":"Mute"}""", "Mute", "{}")]
    [InlineData("Act", """{"what":"SetVolume"}""", "SetVolume", "{}")]
    [InlineData("Act", """{"what":7}""", "Act", """{"what":7}""")]
    [InlineData("Act", "[]", "Act", "[]")]
    [InlineData("Act", "{", "Act", "{")]
    [InlineData("SetVolume", """{"what":"Mute"}""", "SetVolume", """{"what":"Mute"}""")]
    public void RequestOf_AnyCall_IsThatToolOrOneThatTheGlassesRefuse(string name, string arguments, string tool, string toolArguments)
    {
        var request = WireTools.RequestOf(new ToolCall { CallId = "c", Name = name, ArgumentsJson = arguments });

        Assert.Equal(("c", tool, toolArguments), (request.CallId, request.Tool, request.ArgumentsJson));
    }

    private static int TokensOf(string text) => (Encoding.UTF8.GetByteCount(text) + 3) / 4;

    private static IEnumerable<string> NamesIn(IEnumerable<Tool> tools) => tools.SelectMany(tool =>
    {
        if (tool.Name != WireTools.ActName) return [tool.Name];
        using var json = JsonDocument.Parse(tool.ParametersJson);
        return json.RootElement.GetProperty("properties").GetProperty("what").GetProperty("enum")
            .EnumerateArray().Select(name => name.GetString()!).ToArray();
    });
}

using System.Text.Json;
using TestKit;

namespace Device.Tests.Web;

/// <summary>The phone's side of the protocol as the browser runs it, in Node: the same modules, byte for byte.</summary>
public sealed class CompanionProtocolTests
{
    [NodeFact]
    public async Task Modules_VectorsAndDishonestGlasses_AreRightInEveryCheck()
    {
        using var node = NodePeer.Start(
            Repository.PathOf("tests", "Device.Tests", "Web", "protocol.mjs"),
            Repository.PathOf("src", "EdgeRuntime.Device", "Web", "Pages", "companion"),
            Repository.PathOf("tests", "fixtures", "pairing", "vectors.json"));
        var error = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();

        Assert.True(node.ExitCode == 0, await error);
        var checks = output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Empty(
            checks.Where(check => !check.GetProperty("right").GetBoolean()).Select(check => check.GetProperty("name").GetString()));
        Assert.True(checks.Length >= 80);
    }
}

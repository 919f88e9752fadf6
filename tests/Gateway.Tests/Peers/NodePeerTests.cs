using TestKit;

namespace Gateway.Tests.Peers;

/// <summary>A foreign client: Node with @grpc/grpc-js, over TLS. Its script is the first-call example of the gateway's README.</summary>
public sealed class NodePeerTests
{
    private static readonly string Script = Repository.PathOf("tests", "Gateway.Tests", "Peers", "first-call.js");

    [NodeFact("@grpc/grpc-js", "@grpc/proto-loader")]
    public async Task FirstCall_FromNode_IsAnsweredAndBilled()
    {
        await using var gateway = await TestGateway.StartAsync(("Hosting:Plaintext", "false"));
        var (exitCode, output, error) = await RunAsync(gateway, "tenant-a", "hello");

        Assert.Equal("", error);
        Assert.Contains("You said: hello", output);
        Assert.Contains($"STOP_REASON_COMPLETE, 1800 nano {gateway.Currency}, bill {gateway.Ledger.Bills.Single().Id}", output);
        Assert.Equal(0, exitCode);
    }

    [NodeFact("@grpc/grpc-js", "@grpc/proto-loader")]
    public async Task FirstCall_WithAWrongKey_SaysWhatToDo()
    {
        await using var gateway = await TestGateway.StartAsync(("Hosting:Plaintext", "false"));
        var (exitCode, _, error) = await RunAsync(gateway, "nobody", "hello");

        Assert.StartsWith("key-unknown: ", error);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public void Readme_FirstCallExample_IsTheScriptThatIsTested()
    {
        var readme = File.ReadAllText(Repository.PathOf("src", "EdgeRuntime.Gateway", "README.md"));

        Assert.Contains("```js\n" + File.ReadAllText(Script) + "```\n", readme);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(TestGateway gateway, string key, string question)
    {
        using var node = NodePeer.Start(Script, $"localhost:{gateway.Address.Port}", key, gateway.CertificateFile, question);
        using var impatient = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var output = node.StandardOutput.ReadToEndAsync(impatient.Token);
        var error = node.StandardError.ReadToEndAsync(impatient.Token);
        await node.WaitForExitAsync(impatient.Token);
        return (node.ExitCode, await output, await error);
    }
}

using EdgeRuntime.Gateway.Commands;
using GatewayLoad;

namespace Gateway.Tests.Settings;

/// <summary>What an operator sees of a wrong setting, from the program itself.</summary>
public sealed class WrongSettingsRunTests : IDisposable
{
    private static readonly string Gateway = new LoadSettings().Gateway;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-settings-run-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("serve", "--plaintext", "--listen", "127.0.0.1:0")]
    [InlineData("tenants", "list")]
    [InlineData("keys", "list", "acme")]
    [InlineData("budgets", "show")]
    [InlineData("usage")]
    [InlineData("invoice", "acme")]
    [InlineData("migrate")]
    public async Task Run_MisspeltVariable_EveryCommandEndsWithTheSentenceAndExitCode2(params string[] command)
    {
        var start = new System.Diagnostics.ProcessStartInfo(Gateway, [.. command, "--data", _folder.FullName])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["EDGE_GATEWAY_Sessions__Rouns"] = "3" },
        };
        using var run = System.Diagnostics.Process.Start(start)!;
        var output = run.StandardOutput.ReadToEndAsync();
        var error = await run.StandardError.ReadToEndAsync();
        await run.WaitForExitAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(
            "Gateway:Sessions:Rouns is '3' (environment variable EDGE_GATEWAY_Sessions__Rouns): "
            + "there is no such setting; did you mean Gateway:Sessions:Rounds?",
            Assert.Single(error.TrimEnd().Split('\n')),
            StringComparison.Ordinal);
        Assert.Empty(await output);
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    // What serve refuses, the operator hears of from the first command on.
    [Theory]
    [InlineData(
        """{"Upstreams":{"Servers":[{"Name":"mine","Address":"http://u:sekret@127.0.0.1/v1"}]}}""", "Gateway:Upstreams:Servers:0:Address")]
    [InlineData(
        """{"Upstreams":{"Models":[{"Name":"scripted","Chat":[{"Server":"mien"}]}]}}""",
        "Gateway:Upstreams:Models:0:Chat:0:Server is 'mien': name a server of Gateway:Upstreams:Servers (none), or 'scripted'.")]
    [InlineData(
        """
        {"Upstreams":{"Servers":[{"Name":"mine","Address":"http://127.0.0.1:1/v1"}],
        "Models":[{"Name":"scripted","Chat":[{"Server":"mine"}],"Speak":[{"Server":"mine"},{"Server":"mien"}]}]},
        "Ledger":{"Prices":[{"Model":"scripted","InputPerMillionTokens":1,"OutputPerMillionTokens":1,"AudioPerSecond":0}]}}
        """,
        "Gateway:Upstreams:Models:0:Speak:1:Server is 'mien': name a server of Gateway:Upstreams:Servers, such as 'mine'.")]
    [InlineData(
        """{"Upstreams":{"Servers":[{"Name":"mi\nne","Address":"http://127.0.0.1:1/v1"}]}}""", @"Name is 'mi\nne': give a name of one line")]
    [InlineData("""{"Sessions":{"Gra\nce\u001b[31m":"red\u001b[31m"}}""", @"Gateway:Sessions:Gra\nce\u001B[31m is 'red\u001B[31m'")]
    [InlineData("""{"Upstreams":{"Models":[{"Name":"scripted","Chat":[{"Server":"scripted","Weight":0}]}]}}""", "Weight is '0'")]
    [InlineData(
        """{"Upstreams":{"Models":[{"Name":"scripted","Chat":[{"Server":"scripted","MaxTokensField":""}]}]}}""", "MaxTokensField is ''")]
    [InlineData("""{"Sessions":{"Grace":"-00:00:30"}}""", "Gateway:Sessions:Grace")]
    [InlineData("""{"Admission":{"MaxConcurrentTurns":0},"History":{"MostTurns":0}}""", "Gateway:Admission:MaxConcurrentTurns")]
    public async Task Tenants_BoundThatServeRefuses_IsRefusedTheSameWay(string settings, string says)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "edge-gateway.json"), $$"""{"Gateway":{{settings}}}""");
        foreach (string[] command in new string[][] { ["tenants", "list"], ["serve", "--plaintext", "--listen", "127.0.0.1:0"] })
        {
            var (output, error) = (new StringWriter(), new StringWriter());

            Assert.Equal(2, await CommandTree.RunAsync([.. command, "--data", _folder.FullName], output, error));
            Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', error.ToString());
            Assert.DoesNotContain("sekret", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Serve_WrongValuesInSeveralSections_AreOneSentenceEachWithoutAStack()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "edge-gateway.json"),
            """{"Gateway":{"History":{"MostTurns":0},"Admission":{"QueueLength":-1},"Store":{"MostConnections":1}}}""");
        var (output, error) = (new StringWriter(), new StringWriter());

        var exit = await CommandTree.RunAsync(["serve", "--plaintext", "--data", _folder.FullName], output, error);

        Assert.Equal(2, exit);
        var sentences = error.ToString().TrimEnd().Split('\n');
        Assert.Equal(3, sentences.Length);
        Assert.All(sentences, sentence => Assert.StartsWith("Gateway:", sentence, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_AddressThatIsNotThisMachines_IsOneSentence()
    {
        var (output, error) = (new StringWriter(), new StringWriter());

        var exit = await CommandTree.RunAsync(["serve", "--listen", "192.0.2.1:7443", "--data", _folder.FullName], output, error);

        Assert.Equal(1, exit);
        var sentence = Assert.Single(error.ToString().TrimEnd().Split('\n'));
        Assert.StartsWith("Nothing can listen where Gateway:Hosting:Listen (--listen) says: ", sentence, StringComparison.Ordinal);
    }
}

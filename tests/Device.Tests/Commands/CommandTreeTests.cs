using System.Text.Json;
using EdgeRuntime.Device.Commands;

namespace Device.Tests.Commands;

public sealed class CommandTreeTests
{
    [Theory]
    [InlineData("")]
    [InlineData("dance")]
    [InlineData("ask")]
    [InlineData("ask --text")]
    [InlineData("ask one.wav --text hello")]
    [InlineData("ask one.wav two.wav")]
    [InlineData("ask --loud")]
    [InlineData("eval commands")]
    [InlineData("eval commands --context c.yaml --manifest m.tsv --jobs 0")]
    [InlineData("eval commands --context c.yaml --manifest m.tsv --snr-db 6")]
    [InlineData("context check")]
    public async Task RunAsync_WrongUsage_IsBadInputWithOneSentenceAndHelp(string line)
    {
        var (code, output, error) = await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((int)ExitCode.BadInput, code);
        Assert.Empty(output);
        Assert.Equal(2, error.TrimEnd().Split('\n').Length);
        Assert.Contains("[usage-wrong]", error);
        Assert.Contains("--help", error);
    }

    [Fact]
    public async Task RunAsync_WrongUsageWithJson_PrintsOneObject()
    {
        var (code, output, error) = await RunAsync("ask", "--json");

        using var json = JsonDocument.Parse(output);
        Assert.Equal((int)ExitCode.BadInput, code);
        Assert.Equal("usage-wrong", json.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Empty(error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("ask", "--help")]
    [InlineData("eval", "commands", "--help")]
    public async Task RunAsync_Help_NamesEveryExitCode(params string[] line)
    {
        var (code, output, _) = await RunAsync(line);

        Assert.Equal(0, code);
        Assert.All(ExitCodes.Table, row => Assert.Contains($"{(int)row.Code}  {row.Meaning}", output));
    }

    [Fact]
    public async Task RunAsync_AskJson_HasTheKeysOfTheContract()
    {
        var (_, output, _) = await RunAsync("ask", "nowhere.wav", "--json", "--state", Path.Combine(AppContext.BaseDirectory, "no-state"));

        using var json = JsonDocument.Parse(output);
        Assert.Equal(
            ["intent", "slots", "confidence", "route", "reasons", "answer", "error", "timings_ms"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["stage", "code", "message", "next"], json.RootElement.GetProperty("error").EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task RunAsync_TraceInNoFolder_DoesNothingAtAll()
    {
        var state = Path.Combine(AppContext.BaseDirectory, "untouched-state");

        var (code, output, _) = await RunAsync("ask", "--text", "mute", "--json", "--trace", "/nowhere/at/all/turn.json", "--state", state);

        Assert.Equal((int)ExitCode.BadInput, code);
        Assert.Contains("trace-not-written", output);
        Assert.False(Directory.Exists(state));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var code = await CommandTree.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}

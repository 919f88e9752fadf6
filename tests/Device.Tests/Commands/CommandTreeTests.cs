using System.CommandLine;
using System.Text.Json;
using EdgeRuntime.Device.Commands;
using EdgeRuntime.Device.Reports;

namespace Device.Tests.Commands;

public sealed class CommandTreeTests
{
    [Theory]
    [InlineData("dance")]
    [InlineData("ask")]
    [InlineData("ask --text")]
    [InlineData("ask --text --state folder")]
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
    [InlineData("help")]
    [InlineData("help", "ask")]
    public async Task RunAsync_Help_NamesEveryExitCode(params string[] line)
    {
        var (code, output, _) = await RunAsync(line);

        Assert.Equal(0, code);
        Assert.All(ExitCodes.Table, row => Assert.Contains($"{(int)row.Code}  {row.Meaning}", output));
    }

    [Theory]
    [InlineData("", "ask")]
    [InlineData("cloud", "consent")]
    [InlineData("eval", "commands")]
    public async Task RunAsync_NoCommand_ShowsWhatThereIs(string line, string one)
    {
        var (code, output, error) = await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(0, code);
        Assert.Contains("Commands:", output);
        Assert.Contains(one, output);
        Assert.Empty(error);
    }

    [Theory]
    [InlineData("aks --text hello", "There is no command 'aks'. [usage-wrong]", "Did you mean ask? See: edge-runtime --help")]
    [InlineData("cloud conect", "There is no command 'conect'. [usage-wrong]", "Did you mean connect? See: edge-runtime cloud --help")]
    [InlineData("ask --txt hello", "There is no option '--txt'. [usage-wrong]", "Did you mean --text? See: edge-runtime ask --help")]
    [InlineData("run --wak=computer", "There is no option '--wak'. [usage-wrong]", "Did you mean --wake? See: edge-runtime run --help")]
    [InlineData(
        "ask --text --state folder",
        "--text has no value: '--state' behind it is taken for an option. Put the value right behind --text. [usage-wrong]",
        "See: edge-runtime ask --help")]
    [InlineData("telephone", "There is no command 'telephone'. [usage-wrong]", "See: edge-runtime --help")]
    public async Task RunAsync_Mistyped_NamesTheNearest(string line, string message, string next)
    {
        var (code, _, error) = await RunAsync(line.Split(' '));

        Assert.Equal((int)ExitCode.BadInput, code);
        Assert.Equal([message, next], error.TrimEnd().Split('\n'));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task RunAsync_HelpOfEveryCommand_SaysEachDefaultOnce(string command)
    {
        var (_, output, _) = await RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        var options = string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Split(" --");
        Assert.DoesNotContain(options, option => option.Contains("(default") && option.Contains("[default:"));
    }

    [Fact]
    public void Create_EveryStateFolderAndFileOfSettings_IsWhatTheLogLooksFor()
    {
        var options = Commands(CommandTree.Create()).SelectMany(command => command.Options).ToList();

        var (states, settings) = (Named(options, "--state"), Named(options, "--settings"));
        Assert.All(states, option => Assert.IsType<StateOption>(option));
        Assert.All(settings, option => Assert.IsType<SettingsOption>(option));
        Assert.NotEmpty(states);
        Assert.NotEmpty(settings);

        static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);
        static List<Option> Named(List<Option> all, string name) => [.. all.Where(option => option.Name == name)];
    }

    public static TheoryData<string> Everything => [.. Paths(CommandTree.Create(), "")];

    private static IEnumerable<string> Paths(Command command, string path) =>
        command.Subcommands.SelectMany(one => Paths(one, $"{path} {one.Name}".Trim())).Prepend(path);

    [Theory]
    [InlineData("ask", "--text", "what time is it")]
    [InlineData("ask", "--text", "what time is it", "--json")]
    [InlineData("dance", "--json")]
    [InlineData("--help")]
    public async Task RunAsync_OutputCannotBeWritten_IsOneSentenceAndACode(params string[] line)
    {
        var error = new StringWriter();
        var state = line[0] == "ask" ? new[] { "--state", Path.Combine(AppContext.BaseDirectory, "full-state"), "--out", "/dev/null" } : [];

        var code = await CommandTree.RunAsync([.. line, .. state], new FullDisk(), error);

        Assert.Equal((int)ExitCode.StartAgain, code);
        Assert.Equal("The output cannot be written: No space left on device [output-lost]", error.ToString().TrimEnd().Split('\n')[0]);
        Assert.DoesNotContain("   at ", error.ToString());
        Assert.DoesNotContain("crashed", error.ToString());
    }

    [Fact]
    public async Task RunAsync_NeitherStreamCanBeWritten_StillEndsWithACode() =>
        Assert.Equal((int)ExitCode.StartAgain, await CommandTree.RunAsync(["models", "list"], new FullDisk(), new FullDisk()));

    [Fact]
    public async Task RunAsync_Suggest_CompletesCommandsAndOptions()
    {
        var (first, commands, _) = await RunAsync("[suggest:14]", "edge-runtime p");
        var (second, options, _) = await RunAsync("[suggest:21]", "edge-runtime ask --te");

        Assert.Equal((0, 0), (first, second));
        Assert.Subset(commands.Split('\n').ToHashSet(), new HashSet<string> { "pair", "permissions" });
        Assert.DoesNotContain("ask", commands.Split('\n'));
        Assert.Equal(
            ["--text"],
            options.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(word => word.StartsWith("--te", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F")]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c edge-runtime")]
    public async Task RunAsync_Completion_PrintsAScriptThatAsksThisProgram(string shell, string registers)
    {
        var (code, output, _) = await RunAsync("completion", shell);

        Assert.Equal(0, code);
        Assert.Contains("[suggest:", output);
        Assert.Contains(registers, output);
    }

    [Fact]
    public async Task RunAsync_AskJson_HasTheKeysOfTheContract()
    {
        var (_, output, _) = await RunAsync("ask", "nowhere.wav", "--json", "--state", Path.Combine(AppContext.BaseDirectory, "no-state"));

        using var json = JsonDocument.Parse(output);
        Assert.Equal(
            ["intent", "slots", "confidence", "route", "reasons", "answer", "error", "timings_ms"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ["stage", "code", "message", "next"],
            json.RootElement.GetProperty("error").EnumerateObject().Select(property => property.Name));
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

    [Fact]
    public async Task RunAsync_ADefectBeforeTheCommandBegins_IsASentenceToo()
    {
        var (code, _, error) = await RunAsync("ask", "--text", "mute", "--state", "no\0folder");

        Assert.Equal((int)ExitCode.OurFault, code);
        Assert.Contains("[program-crashed]", error);
    }

    private sealed class FullDisk : StringWriter
    {
        public override void Write(char value) => throw new IOException("No space left on device");

        public override void Write(string? value) => throw new IOException("No space left on device");

        public override void WriteLine(string? value) => throw new IOException("No space left on device");

        public override void Write(char[] buffer, int index, int count) => throw new IOException("No space left on device");
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var code = await CommandTree.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}

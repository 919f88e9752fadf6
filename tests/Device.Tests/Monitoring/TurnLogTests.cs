using System.Text.RegularExpressions;
using Device.Tests.Cloud;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Commands.Ask;
using EdgeRuntime.Device.Monitoring;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Terminal;
using Microsoft.Extensions.Logging;
using TestKit;

namespace Device.Tests.Monitoring;

public sealed class TurnLogTests : IDisposable
{
    private const string Words = "remember that quackenbush likes xylophones";
    private static readonly string Models = Repository.PathOf("models");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--text", Words, "take a note " + Words)]
    [InlineData("--text", Words, Words)]
    [InlineData("--text", "xylophones", "call quackenbush about xylophones")]
    public async Task RunAsync_ATurnWithWords_LeavesLinesWithItsIdAndNoneOfTheWords(string option, string words, string wish)
    {
        Assert.Equal("--text", option);
        var (log, journal) = Everything();

        await AskAsync(Request() with { Text = wish, Cloud = "off" }, log);

        AssertNone(journal, words.Split(' '));
        var began = Regex.Match(journal.ToString(), "<7>7001 Turn ([0-9a-f]{32}) began");
        Assert.True(began.Success);
        Assert.Contains($"7003 Turn {began.Groups[1].Value} ended", journal.ToString());
    }

    [Fact]
    public async Task RunAsync_ASpokenTurn_LeavesNoneOfItsWords()
    {
        var (log, journal) = Everything();
        var sound = Fixtures.Path("speech/set-volume-thirty.wav");

        await AskAsync(Request() with { File = sound, Cloud = "off" }, log);

        Assert.Contains("7003 Turn ", journal.ToString());
        AssertNone(journal, ["volume", "thirty", "set"]);
    }

    [Fact]
    public async Task RunAsync_TheCloudQuotesTheWords_LeavesNoneOfThem()
    {
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = turn => turn.SayAsync($"You said {Words}.");
        var (log, journal) = Everything();
        Assert.Null(new CloudAccountFile(_folder.Path).Write(gateway.Account));

        await AskAsync(Request() with { Text = Words }, log);

        AssertNone(journal, [.. Words.Split(' '), "bench-key"]);
    }

    [Fact]
    public void See_AStageFails_LeavesALineAtOnceAndOneAtTheEnd()
    {
        using var journal = new StringWriter();
        var turns = new TurnLog(new DeviceLog(new LogOptions(), null, journal, TimeProvider.System), LogLevel.Information);
        var trace = new TurnTrace(TimeProvider.System);
        var failure = new Failure(Stages.Speech, "speech-silent", "The words are secret.", "Next.", Blame.Machine);

        turns.See(new ConversationEvent(ConversationEventKind.Heard) { Trace = trace });
        trace.Start(Stages.Speech);
        trace.Fail(failure);

        Assert.Matches(
            $"<4>7002 Turn {trace.TraceId} failed in speech after \\d+ ms: speech-silent, to be mended by machine", journal.ToString());

        turns.See(new ConversationEvent(ConversationEventKind.Broken) { Trace = trace, Failure = failure });
        turns.See(new ConversationEvent(ConversationEventKind.Cancelled) { Trace = trace });

        Assert.Equal(2, journal.ToString().TrimEnd().Split('\n').Length);
        Assert.Contains($"<4>7003 Turn {trace.TraceId} ended", journal.ToString());
        AssertNone(journal, ["secret", "Next"]);
    }

    private AskRequest Request() => new() { Models = Models, State = _folder.Path, Surroundings = new Dictionary<string, string>() };

    private async Task AskAsync(AskRequest request, DeviceLog log)
    {
        var console = new CommandConsole(TextWriter.Null, TextWriter.Null, Json: true) { Logger = log };
        await new AskTurn(request, DeviceSettings.BuiltIn, console, TimeProvider.System).RunAsync(CancellationToken.None);
    }

    // All that can be logged, in the file of the state folder and as the journal gets it.
    private (DeviceLog Log, StringWriter Journal) Everything()
    {
        var journal = new StringWriter();
        return (new DeviceLog(new LogOptions { Level = LogLevel.Trace }, _folder.Path, journal, TimeProvider.System), journal);
    }

    private void AssertNone(StringWriter journal, string[] words)
    {
        var file = File.Exists(_folder["log/edge-runtime.log"]) ? File.ReadAllText(_folder["log/edge-runtime.log"]) : "";
        var lines = (journal + file).Split('\n').Select(line => line.Replace("set aside", "")).ToArray();
        Assert.All(words, word => Assert.DoesNotContain(lines, line => line.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }
}

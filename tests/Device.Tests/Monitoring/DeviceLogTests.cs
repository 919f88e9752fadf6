using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Monitoring;
using EdgeRuntime.Device.Terminal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Device.Tests.Monitoring;

public sealed class DeviceLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Log_ALine_StandsInTheFileWithTimeSeverityAndNumber()
    {
        var log = new DeviceLog(new LogOptions(), _folder.Path, null, new FakeTimeProvider(new(2026, 11, 30, 7, 8, 9, TimeSpan.Zero)));

        log.LogWarning(new EventId(7), "first\nsecond");

        Assert.Equal("2026-11-30T07:08:09.000Z warning 7 first second\n", File.ReadAllText(_folder["log/edge-runtime.log"]));
    }

    [Theory]
    [InlineData(LogLevel.Critical, "<2>7 what")]
    [InlineData(LogLevel.Error, "<3>7 what")]
    [InlineData(LogLevel.Warning, "<4>7 what")]
    [InlineData(LogLevel.Information, "<6>7 what")]
    [InlineData(LogLevel.Debug, "<7>7 what")]
    public void Log_UnderSystemd_IsAPrioritisedLineOfTheJournal(LogLevel level, string line)
    {
        using var journal = new StringWriter();
        var log = new DeviceLog(new LogOptions { Level = LogLevel.Debug }, null, journal, TimeProvider.System);

        log.Log(level, new EventId(7), "what");

        Assert.Equal(line, journal.ToString().TrimEnd());
    }

    [Fact]
    public void Log_AnException_LeavesOutWhatItSays()
    {
        using var journal = new StringWriter();
        var log = new DeviceLog(new LogOptions(), null, journal, TimeProvider.System);

        log.LogError(new InvalidOperationException("secret words", new IOException("more of them")), "Broke");

        Assert.Contains("System.InvalidOperationException", journal.ToString());
        Assert.Contains("caused by System.IO.IOException", journal.ToString());
        Assert.DoesNotContain("words", journal.ToString());
        Assert.DoesNotContain("more", journal.ToString());
    }

    [Fact]
    public void Log_TooLittle_OpensNothing()
    {
        var log = new DeviceLog(new LogOptions { Level = LogLevel.Warning }, _folder.Path, null, TimeProvider.System);

        log.LogInformation("a line");

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Log_TheDiskTakesNothing_IsToldOnce()
    {
        File.WriteAllText(_folder["log"], "in the way");
        var told = new List<Failure>();
        var log = new DeviceLog(new LogOptions(), _folder.Path, null, TimeProvider.System) { Told = told.Add };

        for (var line = 0; line < 3; line++) log.LogError("a line");

        Assert.Equal("log-not-written", Assert.Single(told).Code);
    }

    [Fact]
    public void Log_TheDiskTakesLinesAgain_CountsThoseThatWereLost()
    {
        File.WriteAllText(_folder["log"], "in the way");
        var told = new List<Failure>();
        var log = new DeviceLog(new LogOptions(), _folder.Path, null, TimeProvider.System) { Told = told.Add };
        for (var line = 0; line < 3; line++) log.LogError("a line");

        File.Delete(_folder["log"]);
        log.LogError("kept");
        log.LogError("kept too");

        var lines = File.ReadAllLines(_folder["log/edge-runtime.log"]);
        Assert.Equal(3, lines.Length);
        Assert.EndsWith("error 0 kept", lines[0]);
        Assert.EndsWith("warning 7005 3 lines before this one could not be kept", lines[1]);
        Assert.Single(told);
    }

    [Fact]
    public void Explain_AFailure_LeavesItsCodeAndNotItsSentence()
    {
        var log = new DeviceLog(new LogOptions(), _folder.Path, null, TimeProvider.System);
        var console = new CommandConsole(TextWriter.Null, TextWriter.Null, Json: false) { Logger = log };

        console.Explain(new Failure("phone", "contact-unknown", "There is no Anna.", "Say another name.", Blame.Wearer));
        console.Fail(new Failure("cloud", "Anna said hello", "There is no Anna.", "Say another name.", Blame.Cloud));

        var lines = File.ReadAllLines(_folder["log/edge-runtime.log"]);
        Assert.EndsWith("information 7101 Failed in phone: contact-unknown, to be mended by wearer", lines[0]);
        Assert.EndsWith("warning 7101 Failed in cloud: unreadable, to be mended by cloud", lines[1]); // whatever a gateway calls it
    }

    [Fact]
    public void IsForTheJournal_AnotherStream_IsNot()
    {
        Assert.False(DeviceLog.IsForTheJournal(_ => null));
        Assert.False(DeviceLog.IsForTheJournal(_ => "8:1"));
    }
}

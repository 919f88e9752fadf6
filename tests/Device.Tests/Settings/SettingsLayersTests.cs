using System.Diagnostics;
using EdgeRuntime.Device.Files;
using EdgeRuntime.Device.Settings;

namespace Device.Tests.Settings;

/// <summary>Which file wins, and which one may say what.</summary>
public sealed class SettingsLayersTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Guarded = "microphone: { command: cat sound }\n";

    private readonly TemporaryFolder _folder = new();

    private string State => Directory.CreateDirectory(_folder["state"]).FullName;

    private string Program => Directory.CreateDirectory(_folder["program"]).FullName;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_NoFile_IsWhatIsBuiltIn() => Assert.Same(LoadedSettings.BuiltIn, Load());

    [Fact]
    public void Load_DefaultsOfABundle_StandUnderTheSettings()
    {
        File.WriteAllText(Path.Combine(Program, "settings-defaults.yaml"), "turn: { grace: 1 ms, head_start: 5 s }");
        File.WriteAllText(Path.Combine(State, "settings.yaml"), "turn: { grace: 2 ms }");

        var loaded = Load();

        Assert.Equal(TimeSpan.FromMilliseconds(2), loaded.Options.Turn.Grace);
        Assert.Equal(TimeSpan.FromSeconds(5), loaded.Options.Turn.HeadStart);
        Assert.Contains("settings-defaults.yaml, line 1", loaded.Sources["turn.head_start"]);
    }

    [Fact]
    public void Load_NamedFile_TakesThePlaceOfTheOneInTheState()
    {
        File.WriteAllText(Path.Combine(State, "settings.yaml"), "turn: { grace: 2 ms, head_start: 5 s }");
        File.WriteAllText(_folder["mine.yaml"], "turn: { grace: 3 ms }");

        var loaded = SettingsLoader.Load(State, _folder["mine.yaml"], Program);

        Assert.Equal(TimeSpan.FromMilliseconds(3), loaded.Options.Turn.Grace);
        Assert.Equal(DeviceSettings.BuiltIn.Turn.HeadStart, loaded.Options.Turn.HeadStart);
    }

    [Fact]
    public void Load_ProgramInABundlesDefaults_IsRefused()
    {
        File.WriteAllText(Path.Combine(Program, "settings-defaults.yaml"), Guarded);

        var wrong = Assert.Single(Load().Wrong);

        Assert.Equal("settings-untrusted", wrong.Code);
        Assert.StartsWith("Refusing to take microphone.command from ", wrong.Message);
    }

    [Theory]
    [InlineData(UnixFileMode.None, null)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead, null)]
    [InlineData(UnixFileMode.GroupWrite, "permissions 720")]
    [InlineData(UnixFileMode.OtherWrite, "permissions 702")]
    public void Load_ProgramInAFile_IsTakenOnlyWhereNobodyElseMayWriteIt(UnixFileMode others, string? says)
    {
        if (OperatingSystem.IsWindows()) return;
        var file = Path.Combine(State, "settings.yaml");
        File.WriteAllText(file, Guarded + "turn: { grace: 2 ms }\n");
        File.SetUnixFileMode(file, Owner | others);

        Holds(says);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead, null)]
    [InlineData(UnixFileMode.OtherWrite, "its folder")]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, null)]
    public void Load_ProgramInAFileOfAFolder_IsTakenOnlyWhereNobodyElseMayPutOneThere(UnixFileMode others, string? says)
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(Path.Combine(State, "settings.yaml"), Guarded);
        File.SetUnixFileMode(State, Owner | others);

        Holds(says);
    }

    [Fact]
    public void Load_ProgramBehindALink_IsTakenOnlyWhereTheFolderBehindItIsTrusted()
    {
        if (OperatingSystem.IsWindows()) return;
        var open = Directory.CreateDirectory(_folder["open"]).FullName;
        File.WriteAllText(Path.Combine(open, "theirs.yaml"), Guarded);
        File.CreateSymbolicLink(Path.Combine(State, "settings.yaml"), Path.Combine(open, "theirs.yaml"));
        Holds(null);

        File.SetUnixFileMode(open, Owner | UnixFileMode.OtherWrite);

        Holds("its folder");
    }

    [Fact]
    public void Load_ProgramInAFileOfSomebodyElse_IsRefused()
    {
        if (OperatingSystem.IsWindows() || FileStatus.User != 0) return; // only root can give a file away
        var file = Path.Combine(State, "settings.yaml");
        File.WriteAllText(file, Guarded);
        using (var given = Process.Start("chown", ["4711", file])) given.WaitForExit();

        Holds("belongs to user 4711");
    }

    [Fact]
    public void Load_OpenFileWithoutPrograms_IsTaken()
    {
        if (OperatingSystem.IsWindows()) return;
        var file = Path.Combine(State, "settings.yaml");
        File.WriteAllText(file, "turn: { grace: 2 ms }");
        File.SetUnixFileMode(file, Owner | UnixFileMode.OtherWrite);

        Assert.Equal(TimeSpan.FromMilliseconds(2), Load().Outcome.Value!.Turn.Grace);
    }

    private LoadedSettings Load() => SettingsLoader.Load(State, null, Program);

    private void Holds(string? says)
    {
        var loaded = Load();

        Assert.Equal(says is null ? "cat sound" : null, loaded.Options.Microphone.Command);
        if (says is null) Assert.Empty(loaded.Wrong);
        else Assert.Contains(says, Assert.Single(loaded.Wrong).Message);
    }
}

using EdgeRuntime.Device.Diagnostics;
using EdgeRuntime.Device.Tests.Commands;
using TestKit;

namespace EdgeRuntime.Device.Tests.Diagnostics;

public sealed class DoctorTests : IDisposable
{
    private readonly ModelsFolder _models = new();
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("state-");

    public void Dispose()
    {
        _models.Dispose();
        _state.Delete(recursive: true);
    }

    [Fact]
    public void Examine_AnyMachine_SaysOfEachFaultHowToMendIt()
    {
        var checks = Doctor.Examine(Options()).ToArray();

        Assert.All(checks, check => Assert.Equal(check.Level == CheckLevel.Ok, check.Next is null));
        Assert.Equal(CheckLevel.Ok, checks.Single(check => check.About == "model runtime").Level);
        Assert.Equal(CheckLevel.Ok, checks.Single(check => check.About == "hash library").Level);
    }

    [Fact]
    public void Look_ModelsWithOneTruncated_FailsThatOneAndWhatIsAbsent()
    {
        File.WriteAllBytes(_models.PathOf("spell.onnx"), [1, 2, 3]);

        var checks = ModelChecks.Look(Options()).ToArray();

        Assert.Contains(checks, check => check is { About: "model g2p", Level: CheckLevel.Fail } && check.Found.Contains("found 3"));
        Assert.Contains(checks, check => check is { About: "model stream", Level: CheckLevel.Ok });
        Assert.Contains(checks, check => check is { About: "models", Level: CheckLevel.Fail } && check.Found.Contains("'acoustic'"));
    }

    [Fact]
    public void Look_NoProgramsOnThePath_WarnsAndNamesThePackages()
    {
        var checks = ProgramChecks.Look(Options() with { SearchPath = _state.FullName })
            .Where(check => check.About != "sound card").ToArray();

        Assert.All(checks, check => Assert.Equal(CheckLevel.Warn, check.Level));
        Assert.Contains(checks, check => check.Next!.Contains("apt install alsa-utils"));
        Assert.Contains(checks, check => check.Next!.Contains("flite"));
    }

    [Fact]
    public void Look_StateFolderToBeMade_IsWritableAndStaysUnmade()
    {
        var folder = Path.Combine(_state.FullName, "a", "b");

        var checks = StateChecks.Look(Options() with { StateFolder = folder }).ToArray();

        Assert.All(checks, check => Assert.Equal(CheckLevel.Ok, check.Level));
        Assert.Empty(_state.EnumerateFileSystemInfos());
    }

    [Fact]
    public void Look_FileInPlaceOfTheStateFolder_Fails()
    {
        var file = Path.Combine(_state.FullName, "file");
        File.WriteAllText(file, "");

        var check = Assert.Single(StateChecks.Look(Options() with { StateFolder = Path.Combine(file, "state") }));

        Assert.Equal(CheckLevel.Fail, check.Level);
        Assert.Contains("--state DIR", check.Next);
    }

    [Fact]
    public void Look_ReadOnlyFileSystem_Fails()
    {
        var check = StateChecks.Look(Options() with { StateFolder = "/proc/edge-runtime" }).First();

        Assert.Equal(("state folder", CheckLevel.Fail), (check.About, check.Level));
    }

    [Fact]
    public void Look_LittleRoom_Warns()
    {
        var check = StateChecks.Look(Options() with { LowDiskBytes = long.MaxValue }).Single(check => check.About == "disk");

        Assert.Equal(CheckLevel.Warn, check.Level);
    }

    [Fact]
    public void Look_FolderWithoutContexts_Fails() =>
        Assert.Equal(CheckLevel.Fail, Assert.Single(ContextChecks.Look(_state.FullName)).Level);

    [Fact]
    public void Look_ContextsInFiles_AndInFoldersOfFolders_AreAllLookedAt()
    {
        Write("one.yml", "language: en\nintents: {Go: {data: [{sentences: [go]}]}}\n");
        Write("house/sentences/en/Sweep/default.yaml", "language: en\ndata: [{sentences: ['<sweep> here']}]\n");
        Write("house/rules/en/verbs.yaml", "language: en\nexpansion_rules: {sweep: (sweep|mop)}\n");
        Write("broken/deep/bad.yaml", "language: en\nintents: {Go: {data: [{sentences: ['<nowhere>']}]}}\n");
        Write(".hidden/bad.yaml", "language: de\n");

        var checks = ContextChecks.Look(_state.FullName).ToArray();

        Assert.Equal(["context broken", "context house", "context one"], checks.Select(check => check.About));
        Assert.Equal([CheckLevel.Fail, CheckLevel.Ok, CheckLevel.Ok], checks.Select(check => check.Level));
        Assert.Contains("deep/bad.yaml:2", checks[0].Found);
        Assert.Contains(Path.Combine(_state.FullName, "broken"), checks[0].Found);
        Assert.StartsWith("1 intents, 3 words", checks[1].Found);
    }

    [Fact]
    public void Doctor_ModelsMissing_ExitsWithOneAndPrintsEveryCheck()
    {
        var run = CommandLine.Run("doctor", "--json", "--models", _state.FullName, "--state", _state.FullName);

        Assert.Equal(1, run.ExitCode);
        Assert.False(run.Json.GetProperty("healthy").GetBoolean());
        Assert.Contains(
            run.Json.GetProperty("checks").EnumerateArray(),
            check => check.GetProperty("about").GetString() == "models" && check.GetProperty("level").GetString() == "fail");
    }

    [Fact]
    public void Doctor_Text_StartsEachLineWithItsLevel()
    {
        var run = CommandLine.Run("doctor", "--models", _state.FullName, "--state", _state.FullName);

        Assert.All(run.Output.TrimEnd().Split('\n'), line => Assert.Matches("^(ok   |warn |fail |     → )", line));
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_state.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private DoctorOptions Options() => new()
    {
        ModelsFolder = _models.Save(),
        StateFolder = _state.FullName,
        SearchPath = Environment.GetEnvironmentVariable("PATH"),
    };
}

using System.Text.RegularExpressions;
using TestKit;

namespace EndToEnd.Tests.Architecture;

/// <summary>The program is made with the options that were set: nowhere in it are others made beside them.</summary>
public sealed partial class OptionsUseTests
{
    // Where a record is made all the same, with the reason.
    private static readonly string[] Made =
    [
        "Hearing/WakeSettings.cs", // a wake model's own defaults
        "Speaking/SoundPlayer.cs", // a player that is made by hand
        "Web/Serving/WebServer.cs", // pages alone, for tests
        "Commands/Eval/EvalVadCommand.cs", "Commands/Context/ContextCommand.cs", // measure with what is built in
    ];

    private static readonly string[] Records = [.. Property().Matches(
        File.ReadAllText(Repository.PathOf("src/EdgeRuntime.Device/Settings/DeviceSettings.cs"))
        + File.ReadAllText(Repository.PathOf("src/EdgeRuntime.Device/Hearing/HearingOptions.cs")))
        .Select(match => match.Groups[1].Value)];

    [Fact]
    public void Records_OfTheSettings_AreFound() =>
        Assert.Empty(new[] { "TurnOptions", "RouterOptions", "SegmenterOptions", "DeferredOptions" }.Except(Records));

    [Fact]
    public void NoPartOfTheProgram_MakesOptionsOfItsOwn() => Assert.Empty(
        from file in SourceTree.Files("src/EdgeRuntime.Device", ".cs")
        let name = SourceTree.NameOf(file)["src/EdgeRuntime.Device/".Length..]
        where !name.StartsWith("Settings/", StringComparison.Ordinal) && !Made.Contains(name)
        from line in File.ReadLines(file)
        where Own().IsMatch(line) && Records.Contains(Own().Match(line).Groups[1].Value)
        select $"{name}: {line.Trim()}");

    [GeneratedRegex(@"public (\w+Options) \w+ \{ get")]
    private static partial Regex Property();

    // What stands behind ?? is made only where nothing was given.
    [GeneratedRegex(@"(?<!\?\? )\bnew (\w+Options)\b")]
    private static partial Regex Own();
}

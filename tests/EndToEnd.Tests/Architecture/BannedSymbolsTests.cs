using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Architecture;

public sealed partial class BannedSymbolsTests
{
    private static readonly string[] NamesThatSayNothing = ["Core", "Common", "Shared", "Utils"];

    private static readonly string[] ProgramsWithConsole = ["src/EdgeRuntime.Device", "src/EdgeRuntime.Gateway"];

    [Fact]
    public void NoClockSleepOrConsoleOutsideTheCommands() => AssertNone(
        ClockSleepConsole(), SourceTree.Files("src", ".cs").Where(file => !IsConsoleCode(SourceTree.NameOf(file))));

    [Fact]
    public void NoBlockingWaitNoAsyncVoidNoRegion() => AssertNone(Blocking(), SourceTree.Files("src", ".cs"));

    [Fact]
    public void TheThinkingHasNoNetworkAndNoNativeCode() =>
        AssertNone(NetworkOrNative(), SourceTree.Files("src/EdgeRuntime.Assistant", ".cs"));

    [Fact]
    public void NoNamespaceIsCalledCoreCommonSharedOrUtils()
    {
        var namespaces = SourceTree.Files("src", ".cs")
            .SelectMany(file => Namespace().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value));

        Assert.DoesNotContain(namespaces, name => name.Split('.').Any(NamesThatSayNothing.Contains));
    }

    private static bool IsConsoleCode(string file) =>
        ProgramsWithConsole.Any(program => file == $"{program}/Program.cs"
            || file.StartsWith($"{program}/Commands/", StringComparison.Ordinal)
            || file.StartsWith($"{program}/Terminal/", StringComparison.Ordinal));

    // A rule may be broken where it would make a file worse, if the same line says why.
    private static void AssertNone(Regex banned, IEnumerable<string> files) => Assert.Empty(
        from file in files
        let source = File.ReadAllText(file)
        from line in CSharpCode.Of(source).Split('\n').Zip(source.Split('\n')).Index()
        where banned.IsMatch(line.Item.First) && !line.Item.Second.Contains("; // ")
        select $"{SourceTree.NameOf(file)}:{line.Index + 1} {line.Item.Second.Trim()}");

    [GeneratedRegex(@"\bDateTime(Offset)?\s*\.\s*(Now|UtcNow|Today)\b|\bThread\s*\.\s*Sleep\b|(?<![\w.])(System\s*\.\s*)?Console\s*\.")]
    private static partial Regex ClockSleepConsole();

    [GeneratedRegex(@"\.\s*Wait\s*\(|\.\s*GetAwaiter\s*\(\s*\)\s*\.\s*GetResult\b|\basync\s+void\b|^\s*#region\b")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\bSystem\.Net\b|\b(Dll|Library)Import\b|\bextern\b|\bHttpClient\b|\bProcess\s*\.\s*Start\b|\bSocket\b")]
    private static partial Regex NetworkOrNative();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}

using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Architecture;

/// <summary>ONNX Runtime reports to its vendor unless it is silenced before its first use, whoever uses it: the program, a test,
/// a benchmark, a tool.</summary>
public sealed partial class OnnxRuntimeUseTests
{
    [Fact]
    public void EveryProjectThatUsesOnnxRuntimeSilencesItBeforeAnythingElseRuns()
    {
        var users = SourceTree.Files(".", ".cs").Where(file => Use().IsMatch(File.ReadAllText(file)))
            .Select(ProjectOf).Distinct().ToArray();

        Assert.Contains("src/EdgeRuntime.Inference", users);
        Assert.All(
            users, project =>
                Assert.Contains(SourceTree.Files(project, ".cs"), file => Silenced().IsMatch(File.ReadAllText(file))));
    }

    [Fact]
    public void EveryScriptThatLoadsOnnxRuntimeSilencesItFirst()
    {
        var scripts = SourceTree.Files(".", ".py").Select(file => (file, text: File.ReadAllText(file)))
            .Where(script => Loading().IsMatch(script.text)).ToArray();

        Assert.NotEmpty(scripts);
        Assert.All(
            scripts, script => Assert.InRange(
                script.text.IndexOf("ORT_DISABLE_TELEMETRY", StringComparison.Ordinal), 0, Loading().Match(script.text).Index));
    }

    private static string ProjectOf(string file)
    {
        var folder = new FileInfo(file).Directory;
        while (folder is not null && folder.GetFiles("*.csproj").Length == 0) folder = folder.Parent;
        return SourceTree.NameOf(folder!.FullName);
    }

    [GeneratedRegex(@"^\s*(global\s+)?using\s+(static\s+|\w+\s*=\s*)?Microsoft\.ML\.OnnxRuntime\b", RegexOptions.Multiline)]
    private static partial Regex Use();

    [GeneratedRegex(
        @"\[ModuleInitializer\]\s*(#[^\n]*\s*)*(public|internal)\s+static\s+void\s+"
        + @"(Refuse\(\)|\w+\(\)\s*=>\s*OnnxRuntimeTelemetry\s*\.\s*Refuse\(\))")]
    private static partial Regex Silenced();

    [GeneratedRegex(@"^\s*(import|from)\s+onnxruntime\b|libonnxruntime", RegexOptions.Multiline)]
    private static partial Regex Loading();
}

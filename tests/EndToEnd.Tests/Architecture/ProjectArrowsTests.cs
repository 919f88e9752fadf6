using System.Xml.Linq;
using TestKit;

namespace EndToEnd.Tests.Architecture;

public sealed class ProjectArrowsTests
{
    // The whole table, also for projects that do not exist yet: a new project needs a line here and a reason in src/README.md.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["EdgeRuntime.Contracts"] = [],
        ["EdgeRuntime.Assistant"] = [],
        ["EdgeRuntime.Inference"] = ["EdgeRuntime.Assistant"],
        ["EdgeRuntime.Device"] = ["EdgeRuntime.Assistant", "EdgeRuntime.Inference", "EdgeRuntime.Contracts"],
        ["EdgeRuntime.Gateway"] = ["EdgeRuntime.Contracts"],
    };

    // Packages by which a project would break its promise: no native code and no network in the thinking, no runtime in the contracts.
    // AnyAscii is a table of letters in managed code: it opens nothing and asks nobody.
    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["EdgeRuntime.Assistant"] = ["AnyAscii", "YamlDotNet"],
        ["EdgeRuntime.Inference"] = ["Microsoft.ML.OnnxRuntime", "Microsoft.ML.Tokenizers", "System.Numerics.Tensors"],
    };

    public static TheoryData<string> Projects => [.. SourceTree.Files("src", ".csproj").Select(SourceTree.NameOf)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void EveryArrowStandsInTheTable(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var document = XDocument.Load(Repository.PathOf(project));

        var targets = document.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(Include(r).Replace('\\', '/')));

        Assert.True(Allowed.TryGetValue(name, out var allowed), $"{name} is not a project of the architecture.");
        Assert.Empty(targets.Except(allowed));
        Assert.Equal($"src/{name}/{name}.csproj", project);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void TheThinkingTakesNoPackageThatBreaksItsPromise(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var packages = XDocument.Load(Repository.PathOf(project)).Descendants("PackageReference").Select(Include);

        Assert.Empty(AllowedPackages.TryGetValue(name, out var allowed) ? packages.Except(allowed) : []);
    }

    [Fact]
    public void EveryProjectIsInTheSolution()
    {
        var solution = File.ReadAllText(Repository.PathOf("EdgeRuntime.sln")).Replace('\\', '/');

        Assert.All(SourceTree.Files(".", ".csproj").Select(SourceTree.NameOf), project => Assert.Contains(project, solution));
    }

    private static string Include(XElement reference) => (string?)reference.Attribute("Include") ?? "";
}

using System.Text.RegularExpressions;
using TestKit;

namespace Gateway.Tests;

/// <summary>What the gateway's README lists is what the code says.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Gateway = Repository.PathOf("src", "EdgeRuntime.Gateway");

    [Fact]
    public void Errors_InTheReadme_AreThoseInTheCode()
    {
        var listed = ErrorRow().Matches(Section("## Errors")).Select(match => match.Groups[1].Value).Order().ToList();
        var defined = Directory.EnumerateFiles(Gateway, "*Failures.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/"))
            .SelectMany(file => Code().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value).Distinct().Order().ToList();

        Assert.Equal(defined, listed);
    }

    [Fact]
    public void Failures_AreDefinedWhereThisListLooks() => Assert.Empty(
        from file in Directory.EnumerateFiles(Gateway, "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/") && !file.EndsWith("Failures.cs", StringComparison.Ordinal)
        && NewFailure().IsMatch(File.ReadAllText(file))
        select Path.GetFileName(file));

    private static string Section(string heading)
    {
        var readme = File.ReadAllText(Path.Combine(Gateway, "README.md"));
        var from = readme.IndexOf(heading + "\n", StringComparison.Ordinal);
        var to = readme.IndexOf("\n## ", from + 1, StringComparison.Ordinal);
        return readme[from..to];
    }

    [GeneratedRegex(@"^\| `([a-z-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex ErrorRow();

    // A code is the whole of a text in kebab-case.
    [GeneratedRegex("\"([a-z]+(?:-[a-z]+)*)\"")]
    private static partial Regex Code();

    [GeneratedRegex(@"new Failure\(")]
    private static partial Regex NewFailure();
}

using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Architecture;

public sealed partial class SourceShapeTests
{
    private const int LongestFile = 400;

    [Fact]
    public void EveryPublicTypeSaysWhatItPromises()
    {
        var silent =
            from file in SourceTree.Files("src", ".cs")
            where !Path.GetFileNameWithoutExtension(file).Contains('.') // Turn.Acting.cs goes on with what Turn.cs describes
            from place in UndocumentedTypes(File.ReadAllLines(file))
            select $"{SourceTree.NameOf(file)}:{place}";

        Assert.Empty(silent);
    }

    [Fact]
    public void AFileHasOnePublicType() => Assert.Empty(
        from file in SourceTree.Files("src", ".cs")
        let types = File.ReadLines(file).Where(line => TopLevelPublicType().IsMatch(line)).ToList()
        where types.Count > 1
        select $"{SourceTree.NameOf(file)}: {string.Join(" | ", types)}");

    [Fact]
    public void NoFileIsLongerThanItCanBeRead() => Assert.Empty(
        from file in SourceTree.Files("src", ".cs")
        let lines = File.ReadLines(file).Count()
        where lines > LongestFile
        select $"{SourceTree.NameOf(file)} has {lines} lines");

    [Theory]
    [InlineData(new[] { "public sealed class X;" }, true)]
    [InlineData(new[] { "/// <summary>Words.</summary>", "public sealed class X;" }, false)]
    [InlineData(new[] { "/// <summary>Words.</summary>", "[Attribute]", "public readonly record struct X;" }, false)]
    [InlineData(new[] { "[Attribute]", "public enum X" }, true)]
    public void UndocumentedTypes_Source_FindsTheSilentOnes(string[] lines, bool found) => Assert.Equal(found, UndocumentedTypes(lines).Any());

    private static IEnumerable<string> UndocumentedTypes(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (!PublicType().IsMatch(lines[i])) continue;
            var above = i - 1;
            while (above >= 0 && lines[above].TrimStart().StartsWith('[')) above--;
            if (above < 0 || !lines[above].TrimStart().StartsWith("///", StringComparison.Ordinal)) yield return $"{i + 1} {lines[i].Trim()}";
        }
    }

    [GeneratedRegex(@"^\s*public\s+((static|sealed|abstract|readonly|partial|ref|unsafe)\s+)*(class|record|struct|interface|enum|delegate)\b")]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^public\s+((static|sealed|abstract|readonly|partial|ref|unsafe)\s+)*(class|record|struct|interface|enum|delegate)\b")]
    private static partial Regex TopLevelPublicType();
}

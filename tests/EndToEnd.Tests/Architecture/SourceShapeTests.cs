using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Architecture;

public sealed partial class SourceShapeTests
{
    private const int LongestFile = 400;
    private const int LongestLine = 140; // as .editorconfig says, which the formatter does not hold
    private const string Raw = "\"\"\"";

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

    [Fact]
    public void NoLineIsLongerThanItCanBeSeen() => Assert.Empty(
        from file in SourceTree.Files("src", ".cs").Concat(SourceTree.Files("tests", ".cs"))
        from line in LongLines(File.ReadAllLines(file))
        select $"{SourceTree.NameOf(file)}:{line}");

    [Theory]
    [InlineData(141, "", "", true)]
    [InlineData(140, "", "", false)]
    [InlineData(141, "\"\"\"", "\"\"\"", false)]
    public void LongLines_Source_LeavesWhatIsQuotedAsItIs(int length, string before, string after, bool found) =>
        Assert.Equal(found, LongLines([before, new string('x', length), after]).Any());

    [Theory]
    [InlineData(new[] { "public sealed class X;" }, true)]
    [InlineData(new[] { "/// <summary>Words.</summary>", "public sealed class X;" }, false)]
    [InlineData(new[] { "/// <summary>Words.</summary>", "[Attribute]", "public readonly record struct X;" }, false)]
    [InlineData(new[] { "[Attribute]", "public enum X" }, true)]
    public void UndocumentedTypes_Source_FindsTheSilentOnes(string[] lines, bool found) =>
        Assert.Equal(found, UndocumentedTypes(lines).Any());

    private static IEnumerable<int> LongLines(string[] lines)
    {
        var quoted = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var quotes = lines[i].Split(Raw).Length - 1;
            if (lines[i].Length > LongestLine && !quoted && quotes == 0) yield return i + 1;
            quoted ^= quotes % 2 == 1;
        }
    }

    private static IEnumerable<string> UndocumentedTypes(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (!PublicType().IsMatch(lines[i])) continue;
            var above = i - 1;
            while (above >= 0 && lines[above].TrimStart().StartsWith('[')) above--;
            if (above < 0 || !lines[above].TrimStart().StartsWith("///", StringComparison.Ordinal))
            {
                yield return $"{i + 1} {lines[i].Trim()}";
            }
        }
    }

    [GeneratedRegex(
        @"^\s*public\s+((static|sealed|abstract|readonly|partial|ref|unsafe)\s+)*(class|record|struct|interface|enum|delegate)\b")]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^public\s+((static|sealed|abstract|readonly|partial|ref|unsafe)\s+)*(class|record|struct|interface|enum|delegate)\b")]
    private static partial Regex TopLevelPublicType();
}

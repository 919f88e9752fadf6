using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TestKit;

namespace EndToEnd.Tests.Architecture;

/// <summary>What the analyzer of banned symbols (<c>src/BannedSymbols.txt</c>) does not see, and that nobody silences it without
/// a word.</summary>
public sealed partial class BannedSymbolsTests
{
    private const string Rule = "RS0030";
    private static readonly string[] NamesThatSayNothing = ["Core", "Common", "Shared", "Utils"];

    public static TheoryData<string, string> Programs => new()
    {
        { "EdgeRuntime.Contracts", "EdgeRuntime.Contracts.dll" }, { "EdgeRuntime.Assistant", "EdgeRuntime.Assistant.dll" },
        { "EdgeRuntime.Inference", "EdgeRuntime.Inference.dll" }, { "EdgeRuntime.Device", "edge-runtime.dll" },
        { "EdgeRuntime.Gateway", "edge-gateway.dll" },
    };

    // Banned symbols are looked for by the compiler of the Debug build; a rule that is switched off finds nothing.
    [Fact]
    public void NoProjectOrFolderSwitchesTheRuleOff()
    {
        var props = XDocument.Load(Repository.PathOf("src/Directory.Build.props"));
        Assert.Contains(props.Descendants("AdditionalFiles"), file => ((string?)file.Attribute("Include"))!.EndsWith("BannedSymbols.txt"));

        string[] settings = [".editorconfig", ".globalconfig", ".ruleset", ".csproj", ".props", ".targets"];
        Assert.Empty(
            from kind in settings
            from file in SourceTree.Files(".", kind)
            where File.ReadAllText(file).Contains(Rule, StringComparison.Ordinal)
            select SourceTree.NameOf(file));
    }

    // A ban may be broken where keeping it would make a file worse, if the same line says why.
    [Fact]
    public void WhoeverBreaksABanSaysWhyOnTheSameLine() => Assert.Empty(
        from file in SourceTree.Files("src", ".cs")
        from line in File.ReadLines(file).Index()
        where line.Item.Contains(Rule, StringComparison.Ordinal) && !WithAReason().IsMatch(line.Item)
        select $"{SourceTree.NameOf(file)}:{line.Index + 1} {line.Item.Trim()}");

    [Theory]
    [InlineData("[SuppressMessage(\"ApiDesign\", \"RS0030\", Justification = \"calendar: the month\")]", true)]
    [InlineData("#pragma warning disable RS0030 // the streams of all commands", true)]
    [InlineData("[SuppressMessage(\"ApiDesign\", \"RS0030\")]", false)]
    [InlineData("[SuppressMessage(\"ApiDesign\", \"RS0030\", Justification = \"\")]", false)]
    [InlineData("#pragma warning disable RS0030", false)]
    public void WithAReason_Suppression_IsOneThatSaysWhy(string line, bool said) => Assert.Equal(said, WithAReason().IsMatch(line));

    // Such a method cannot be awaited, and what it throws ends the program.
    [Theory]
    [MemberData(nameof(Programs))]
    public void NoMethodIsAsyncAndVoid(string project, string file) => Assert.Empty(AsyncVoid(BuiltFile(project, file)));

    [Fact]
    public void AsyncVoid_ALambda_IsFound()
    {
        Action lambda = async () => await Task.Yield();
        Assert.NotNull(lambda);

        var found = AsyncVoid(typeof(BannedSymbolsTests).Assembly.Location);
        Assert.Contains(found, method => method.Contains(nameof(AsyncVoid_ALambda_IsFound), StringComparison.Ordinal));
    }

    [Fact]
    public void NoFileHidesItsPartsInRegions() => Assert.Empty(
        from file in SourceTree.Files("src", ".cs")
        where Region().IsMatch(File.ReadAllText(file))
        select SourceTree.NameOf(file));

    [Fact]
    public void NoNamespaceIsCalledCoreCommonSharedOrUtils()
    {
        var namespaces = SourceTree.Files("src", ".cs")
            .SelectMany(file => Namespace().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value));

        Assert.DoesNotContain(namespaces, name => name.Split('.').Any(NamesThatSayNothing.Contains));
    }

    private static string BuiltFile(string project, string file)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Repository.PathOf($"src/{project}/bin/{configuration}/net10.0/{file}");
    }

    private static List<string> AsyncVoid(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var reader = file.GetMetadataReader();
        return [.. reader.MethodDefinitions.Select(reader.GetMethodDefinition)
            .Where(method => IsAsync(reader, method) && IsVoid(reader, method)).Select(method => reader.GetString(method.Name))];
    }

    private static bool IsAsync(MetadataReader reader, MethodDefinition method) => method.GetCustomAttributes()
        .Select(reader.GetCustomAttribute).Select(attribute => attribute.Constructor).Where(made => made.Kind == HandleKind.MemberReference)
        .Select(made => reader.GetMemberReference((MemberReferenceHandle)made).Parent).Where(type => type.Kind == HandleKind.TypeReference)
        .Any(type => reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name) == "AsyncStateMachineAttribute");

    private static bool IsVoid(MetadataReader reader, MethodDefinition method)
    {
        var signature = reader.GetBlobReader(method.Signature);
        var header = signature.ReadSignatureHeader();
        if (header.IsGeneric) signature.ReadCompressedInteger();
        signature.ReadCompressedInteger(); // how many parameters
        return signature.ReadSignatureTypeCode() == SignatureTypeCode.Void;
    }

    [GeneratedRegex("RS0030\".*Justification = \"\\w|#pragma warning (disable|restore) RS0030 // \\w")]
    private static partial Regex WithAReason();

    [GeneratedRegex(@"^\s*#region\b", RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}

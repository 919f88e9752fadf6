using System.Text;
using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Assistant.Tests.Contexts;

/// <summary>Folders as Home Assistant lays them, and files that are not what they should be.</summary>
public sealed class ContextFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contexts").FullName;

    [Fact]
    public void Load_FilesThatBeginWithData_AreTheIntentOfTheirFolder()
    {
        Write("sentences/en/HassTurnOn/name_only.yaml", """
            language: "en"
            data:
              - sentences: ["<turn> on [<the>] {name}"]
                name_domains: ["light"]
                example: "turn on the desk light"
                response: "default"
              - sentences: ["<turn> on all {kind}"]
                inferred_domain: "light"
            """);
        Write("sentences/en/HassTurnOff/name_only.yaml", "language: en\ndata:\n  - sentences: ['<turn> off [<the>] {name}']\n    name_domains: [light, cover]\n");
        Write("sentences/de/HassTurnOff/name_only.yaml", "language: de\ndata:\n  - sentences: ['{name} aus']\n");
        Write("rules/en/common.yaml", "language: en\nexpansion_rules:\n  turn: (turn|switch)\n  the: (the|my)\n");
        Write("lists/common.yaml", "lists:\n  kind: {values: ['light[s]']}\n");
        Write("lists/en/names.yaml", """
            language: en
            lists:
              name:
                values:
                  - {in: Desk, out: Desk, context: {domain: light}}
                  - {in: Blind, out: Blind, context: {domain: cover}}
            """);

        var graph = Compile();

        Assert.Equal("HassTurnOn name=Desk", graph.Say("switch on the desk"));
        Assert.Equal("-", graph.Say("turn on the blind"));
        Assert.Equal("HassTurnOff name=Blind", graph.Say("turn off my blind"));
        Assert.Equal("HassTurnOn domain=light kind=lights", graph.Say("turn on all lights"));
        Assert.Equal("-", graph.Say("desk aus"));
    }

    [Fact]
    public void Load_FolderInAFolder_IsRead()
    {
        Write("house/rooms.yaml", "language: en\nlists:\n  room: {values: [hall]}\n");
        Write("house/deep/down/go.yml", "language: en\nintents:\n  Go: {data: [{sentences: ['go to {room}']}]}\n");

        Assert.Equal("Go room=hall", Compile().Say("go to hall"));
    }

    [Fact]
    public void Compile_FileWithoutItsRules_SaysToCheckTheFolder()
    {
        Write("_common.yaml", "language: en\nexpansion_rules:\n  turn: (turn|switch)\n");
        var file = Write("on.yaml", "language: en\nintents:\n  On: {data: [{sentences: ['<turn> on']}]}\n");

        Assert.True(ContextFile.Load(file).TryGet(out var definition, out _));
        var failure = ContextCompiler.Compile(definition, DynamicLists.None).Failure;

        Assert.Equal("context-unknown-rule", failure?.Code);
        Assert.Contains($"check the folder {_folder}", failure?.Next, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("de")]
    [InlineData("eng-lish?")]
    [InlineData("")]
    public void Load_AnotherLanguage_IsRefusedInOneSentence(string language)
    {
        Write("a.yaml", $"language: \"{language}\"\nintents:\n  A: {{data: [{{sentences: [a]}}]}}\n");

        var failure = ContextFile.Load(_folder).Failure;

        Assert.Equal("context-other-language", failure?.Code);
        Assert.Equal(1, failure?.Message.Count(character => character == '.') - 1);
        Assert.Equal(1, failure?.Line);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("en-GB")]
    [InlineData("en_US")]
    [InlineData("EN")]
    public void Load_English_IsTaken(string language)
    {
        Write("a.yaml", $"language: {language}\nintents:\n  A: {{data: [{{sentences: [a]}}]}}\n");

        Assert.Null(ContextFile.Load(_folder).Failure);
    }

    [Fact]
    public void Load_AFileThatIsNotUtf8_IsRefusedByName()
    {
        File.WriteAllText(Path.Combine(_folder, "cafe.yaml"), "language: en\nintents:\n  A: {data: [{sentences: ['open café']}]}\n", Encoding.Latin1);

        var failure = ContextFile.Load(_folder).Failure;

        Assert.Equal("context-not-utf8", failure?.Code);
        Assert.Contains("cafe.yaml", failure?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    public void Load_AFileWithAByteOrderMark_IsReadRightly(string encoding)
    {
        File.WriteAllText(Path.Combine(_folder, "cafe.yaml"), "language: en\nintents:\n  A: {data: [{sentences: ['open café']}]}\n", Encoding.GetEncoding(encoding));

        Assert.Equal("A", Compile().Say("open café"));
    }

    [Fact]
    public void Load_AFolderThatHoldsItself_Ends()
    {
        Write("a.yaml", "language: en\nintents:\n  A: {data: [{sentences: [a]}]}\n");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "again"), _folder);

        Assert.Equal("A", Compile().Say("a"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private WordGraph Compile()
    {
        Assert.True(ContextFile.Load(_folder).TryGet(out var definition, out var failure), failure?.Message);
        Assert.True(ContextCompiler.Compile(definition, DynamicLists.None).TryGet(out var graph, out failure), failure?.Message);
        return graph;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}

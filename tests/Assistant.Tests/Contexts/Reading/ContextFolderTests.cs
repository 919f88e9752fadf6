using System.Text;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Tests.Contexts;

namespace Assistant.Tests.Contexts.Reading;

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
        Write(
            "sentences/en/HassTurnOff/name_only.yaml",
            "language: en\ndata:\n  - sentences: ['<turn> off [<the>] {name}']\n    name_domains: [light, cover]\n");
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

    [Theory]
    [InlineData("intents.yaml")]
    [InlineData("zz/intents.yaml")]
    public void Load_CombinationThatTakesTheAreaAround_HasItAsASlot(string declaration)
    {
        Write(declaration, """
            HassVacuumStart:
              supported: true
              domain: vacuum
              slot_combinations:
                here: {description: "Sweeps here", slots: [], context_area: true, importance: usable}
                everywhere: {description: "Sweeps all", slots: [], context_area: false}
            HassOldOne:
              supported: false
              description: "No longer used"
            """);
        Write("sentences/en/HassVacuumStart/here.yaml", "language: en\ndata:\n  - sentences: ['sweep [in here]']\n");
        Write("sentences/en/HassVacuumStart/everywhere.yaml", "language: en\ndata:\n  - sentences: [sweep the house]\n");

        var inTheHall = Compile(("area", "Hall"));
        var anywhere = Compile();

        Assert.Equal("HassVacuumStart area=Hall", inTheHall.Say("sweep in here"));
        Assert.Equal("HassVacuumStart", inTheHall.Say("sweep the house"));
        Assert.Equal("-", anywhere.Say("sweep"));
        Assert.Equal("HassVacuumStart", anywhere.Say("sweep the house"));
        Assert.Empty(Read().Warnings);
    }

    [Fact]
    public void Load_NameDomainsThatNameAGroup_AreTheDomainsOfTheGroup()
    {
        Write("intents.yaml", """
            HassTurnOn:
              slot_combinations:
                name_only:
                  slots: [name]
                  name_domain_groups:
                    shining: [light, candle]
            """);
        Write("sentences/en/HassTurnOn/name_only.yaml", """
            language: en
            data:
              - sentences: ["{name} on"]
                name_domains: "shining"
                inferred_domain: lamp
              - sentences: ["lift {name}"]
                name_domains: "cover"
            """);
        Write("lists/en/names.yaml", """
            language: en
            lists:
              name:
                values:
                  - {in: tall one, out: Tall, context: {domain: candle}}
                  - {in: blind, out: Blind, context: {domain: cover}}
            """);

        var graph = Compile();

        Assert.Equal("HassTurnOn name=Tall", graph.Say("tall one on"));
        Assert.Equal("-", graph.Say("blind on"));
        Assert.Equal("HassTurnOn name=Blind", graph.Say("lift blind"));
    }

    [Fact]
    public void Load_ShortHalfForSpeechToPhrase_IsLeftOutWhereThereIsAWholeOne()
    {
        Write("sentences/en/Go/default.yaml", """
            language: en
            data:
              - {sentences: [go on]}
              - {sentences: [go off], speech_to_phrase: true}
            """);
        Write("sentences/en/Halt/default.yaml", "language: en\ndata:\n  - {sentences: [halt], speech_to_phrase: true}\n");

        var graph = Compile();

        Assert.Equal(["Go", "-", "Halt"], new[] { "go on", "go off", "halt" }.Select(graph.Say));
    }

    [Fact]
    public void Load_TestsAndAnswersBesideTheSentences_AreLeftOutByName()
    {
        Write("sentences/en/Go/default.yaml", "language: en\ndata:\n  - sentences: [go]\n");
        Write("intents.yaml", "Go: {supported: true, slot_combinations: {default: {slots: []}}}\n");
        Write("tests/en/Go/default.yaml", "language: en\nareas: [{name: Hall}]\ntests: [{sentences: [go], slots: {}}]\n");
        Write("responses/de/Go.yaml", "language: de\nresponses: {intents: {Go: {default: 'Los'}}}\n");
        Write(".checks.yaml", "- not a context\n");

        var warning = Assert.Single(Read().Warnings);

        Assert.Equal("folder-left-out", warning.Code);
        Assert.EndsWith("left out: responses, tests.", warning.Message);
    }

    [Fact]
    public void Load_WhatIsDefinedTwiceInALayout_CountsAsHomeAssistantCountsIt()
    {
        Write("sentences/en/_common.yaml", "language: en\nexpansion_rules: {go: walk}\nlists: {n: {values: [common]}}\n");
        Write("sentences/en/Go/default.yaml", "language: en\ndata:\n  - sentences: ['<go> {n} {m}']\n");
        Write("lists/zz.yaml", "lists: {n: {values: [shared]}, m: {values: [shared]}}\n");
        Write("lists/en/aa.yaml", "language: en\nlists: {n: {values: [english]}}\n");
        Write("rules/en/verbs.yaml", "language: en\nexpansion_rules: {go: run}\n");

        Assert.Equal("Go m=shared n=english", Compile().Say("run english shared"));
    }

    [Fact]
    public void Load_OwnFolderOfTests_IsReadWhereNoSentencesStandBesideIt()
    {
        Write("tests/go.yaml", "language: en\nintents:\n  Go: {data: [{sentences: [go]}]}\n");

        Assert.Equal("Go", Compile().Say("go"));
    }

    [Theory]
    [InlineData("sentences/en")]
    [InlineData("sentences/en/Go")]
    [InlineData("sentences/en/Go/default.yaml")]
    public void Compile_PartOfALayout_SaysToTakeTheWhole(string part)
    {
        Write("sentences/en/Go/default.yaml", "language: en\ndata:\n  - sentences: ['<go> on']\n");
        Write("rules/en/verbs.yaml", "language: en\nexpansion_rules: {go: '(go|walk)'}\n");

        Assert.True(ContextFile.Load(Path.Combine(_folder, part)).TryGet(out var definition, out _));
        var failure = ContextCompiler.Compile(definition, DynamicLists.None).Failure;

        Assert.Equal("context-unknown-rule", failure?.Code);
        Assert.Contains($"check the folder {_folder} as a whole", failure?.Next);
        Assert.Contains(definition.Warnings, warning => warning.Code == "combinations-not-declared");
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
        File.WriteAllText(
            Path.Combine(_folder, "cafe.yaml"), "language: en\nintents:\n  A: {data: [{sentences: ['open café']}]}\n", Encoding.Latin1);

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
        File.WriteAllText(
            Path.Combine(_folder, "cafe.yaml"), "language: en\nintents:\n  A: {data: [{sentences: ['open café']}]}\n",
            Encoding.GetEncoding(encoding));

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

    private ContextDefinition Read()
    {
        Assert.True(ContextFile.Load(_folder).TryGet(out var definition, out var failure), failure?.Message);
        return definition;
    }

    private WordGraph Compile(params (string Key, string Value)[] around)
    {
        var options = new ContextCompilerOptions { Surroundings = around.ToDictionary(pair => pair.Key, pair => pair.Value) };
        Assert.True(ContextCompiler.Compile(Read(), DynamicLists.None, options).TryGet(out var graph, out var failure), failure?.Message);
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

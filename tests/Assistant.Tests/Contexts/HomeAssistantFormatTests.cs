using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Reading;

namespace EdgeRuntime.Assistant.Tests.Contexts;

public sealed class HomeAssistantFormatTests
{
    private const string House = """
        language: "en"
        settings:
          ignore_whitespace: false
        intents:
          HassTurnOn:
            data:
              - sentences:
                  - "<turn> on <name>"
                  - "<turn> <name> on"
                response: light
                requires_context:
                  domain: light
                metadata:
                  who: us
              - sentences:
                  - "<turn> on [all] [the] lights [in <place>]"
                slots:
                  domain: light
                  level: 100
                  code: "007"
              - sentences:
                  - "lights on"
                requires_context:
                  area:
                    slot: true
              - sentences:
                  - "start <name>"
                excludes_context:
                  domain:
                    - light
                    - cover
          HassLightSet:
            data:
              - sentences:
                  - "set {name:light} [brightness] to {brightness}[%| percent]"
                lists:
                  name:
                    values:
                      - in: "desk[ lamp]"
                        out: light.desk
                expansion_rules:
                  turn: "unused"
        lists:
          name:
            values:
              - in: "(kitchen|cooking) lamp"
                out: light.kitchen
                context:
                  domain: light
                  area: kitchen
              - in: "blinds"
                out: cover.blinds
                context:
                  domain: cover
              - in: "vacuum"
                out: vacuum.robot
          place:
            values:
              - "kitchen"
              - in: "living room"
                out: 7
          brightness:
            range:
              type: percentage
              from: 0
              to: 100
              step: 10
        expansion_rules:
          name: "[the|my] {name}"
          place: "[the] {place:area}"
          turn: "(turn|switch)"
        skip_words:
          - "please"
          - "could you"
        responses:
          errors:
            no_intent: "sorry"
        """;

    [Theory]
    [InlineData("turn on the kitchen lamp", "HassTurnOn name=light.kitchen")]
    [InlineData("switch my cooking lamp on", "HassTurnOn name=light.kitchen")]
    [InlineData("turn on the blinds", "-")]
    [InlineData("turn on the vacuum", "-")]
    [InlineData("start the vacuum", "HassTurnOn name=vacuum.robot")]
    [InlineData("start the blinds", "-")]
    [InlineData("turn on all the lights in the living room", "HassTurnOn area=7 code=007 domain=light level=100")]
    [InlineData("turn on lights in kitchen", "HassTurnOn area=kitchen code=007 domain=light level=100")]
    [InlineData("set desk lamp to 50%", "HassLightSet brightness=50 light=light.desk")]
    [InlineData("set desk brightness to fifty percent", "HassLightSet brightness=50 light=light.desk")]
    [InlineData("set desk to 55", "-")]
    [InlineData("set kitchen lamp to 50", "-")]
    [InlineData("lights on", "-")]
    [InlineData("please turn on lights", "HassTurnOn code=007 domain=light level=100")]
    [InlineData("could you please turn on the please kitchen lamp", "HassTurnOn name=light.kitchen")]
    [InlineData("turn on the kitchen lamp please", "HassTurnOn name=light.kitchen")]
    [InlineData("please", "-")]
    public void Match_HomeAssistantFile_MeansWhatItMeansThere(string text, string meaning) =>
        Assert.Equal(meaning, ContextTestKit.Compile(House).Say(text));

    [Fact]
    public void Compile_WithSurroundings_MeetsConditionsByThem()
    {
        var options = new ContextCompilerOptions { Surroundings = new Dictionary<string, string> { ["area"] = "hall" } };

        Assert.Equal("HassTurnOn area=hall", ContextTestKit.Compile(House, options: options).Say("lights on"));
    }

    [Theory]
    [InlineData("true", "Dim area=hall", "-")]
    [InlineData("false", "Dim", "Dim")]
    public void Compile_BlockWithContextArea_TakesTheAreaAround(string written, string inTheHall, string anywhere)
    {
        var yaml = $"language: en\nintents:\n  Dim: {{data: [{{sentences: [dim], context_area: {written}}}, {{sentences: [dim all]}}]}}\n";
        var options = new ContextCompilerOptions { Surroundings = new Dictionary<string, string> { ["area"] = "hall" } };

        Assert.Equal(inTheHall, ContextTestKit.Compile(yaml, options: options).Say("dim"));
        Assert.Equal(anywhere, ContextTestKit.Compile(yaml).Say("dim"));
    }

    [Fact]
    public void Compile_RequiredContextOfAnEntry_IsCopiedToASlot()
    {
        var yaml = House.Replace(
            "domain: light\n        metadata", "area:\n            slot: true\n        metadata", StringComparison.Ordinal);

        Assert.Equal("HassTurnOn area=kitchen name=light.kitchen", ContextTestKit.Compile(yaml).Say("turn on the kitchen lamp"));
    }

    [Fact]
    public void Parse_SectionsOfOthers_AreNamedInWarnings()
    {
        var definition = ContextTestKit.Read(House + "\nnonsense: 1\n");

        Assert.Equal(["unknown-key", "unknown-key", "unknown-key"], definition.Warnings.Select(warning => warning.Code));
        Assert.Contains(
            definition.Warnings, warning => warning.Message.Contains("nonsense", StringComparison.Ordinal) && warning.Mark.Line > 60);
    }

    [Fact]
    public void Compile_ListsThatHomeAssistantFills_AreEmptyUntilGiven()
    {
        const string Yaml = "language: en\nintents:\n  On:\n    data:\n      - sentences: ['on {area}', 'on']\n";
        var warnings = new List<ContextWarning>();

        var bare = ContextTestKit.Compile(Yaml, options: new ContextCompilerOptions { Warnings = warnings });
        var filled = ContextTestKit.Compile(Yaml, DynamicLists.None.With("area", ["Guest (small) Room"]));

        Assert.Equal("-", bare.Say("on hall"));
        Assert.Equal(["sentence-unreachable", "list-assumed"], warnings.Select(warning => warning.Code));
        Assert.Equal("On area=Guest (small) Room", filled.Say("on guest small room"));
    }

    [Fact]
    public void Load_FolderOfFiles_IsOneContext()
    {
        var folder = Directory.CreateTempSubdirectory("contexts").FullName;
        File.WriteAllText(
            Path.Combine(folder, "_common.yaml"),
            "language: en\nlists:\n  n: {range: {from: 1, to: 3}}\nexpansion_rules:\n  go: (go|walk)\n");
        File.WriteAllText(Path.Combine(folder, "a.yaml"), "language: en\nintents:\n  Go: {data: [{sentences: ['<go> {n}']}]}\n");
        File.WriteAllText(
            Path.Combine(folder, "b.yml"),
            "language: en\nintents:\n  Go: {data: [{sentences: ['<go> far']}]}\n  Halt: {data: [{sentences: [halt]}]}\n");

        var definition = ContextFile.Load(folder).Value!;
        var graph = ContextCompiler.Compile(definition, DynamicLists.None).Value!;

        Assert.Equal("Go n=2", graph.Say("walk 2"));
        Assert.Equal("Go", graph.Say("go far"));
        Assert.Equal("Halt", graph.Say("halt"));
        Directory.Delete(folder, recursive: true);
    }
}

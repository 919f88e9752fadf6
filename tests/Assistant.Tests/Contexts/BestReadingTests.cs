using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Tests.Contexts;

/// <summary>Which of several readings of one text is taken.</summary>
public sealed class BestReadingTests
{
    private const string House = """
        language: en
        intents:
          LightsOff:
            data:
              - sentences: ["turn off [the] {area} (light|lamp)[s]", "turn off [the] {area} {kind}"]
          Off:
            data:
              - sentences: ["turn off [the] {name}", "turn off [the] {area} {name}"]
        lists:
          area: {values: [Bedroom, Living Room]}
          kind: {values: [radio]}
          name: {values: [Lamp, Bedroom Lamp, Bedroom]}
        """;

    [Theory]
    [InlineData("turn off bedroom lamp", "Off name=Bedroom Lamp")]
    [InlineData("turn off the living room lamp", "Off area=Living Room name=Lamp")]
    [InlineData("turn off bedroom lights", "LightsOff area=Bedroom")]
    [InlineData("turn off bedroom", "Off name=Bedroom")]
    public void Match_NameAndArea_TheLongestNameWins(string text, string meaning) =>
        Assert.Equal(meaning, ContextTestKit.Compile(House).Say(text));

    [Fact]
    public void Compile_NameAndArea_TheNameStandsFirstForTheDecoderToo()
    {
        var graph = ContextTestKit.Compile(House);

        // Of equal readings the decoder takes the one over lower nodes.
        var first = LowestPath(graph, ["turn", "off", "bedroom", "lamp"]);

        Assert.Equal("Off name=Bedroom Lamp", ContextTestKit.Show(first));
    }

    [Theory]
    [InlineData("add milk to my list", "Add item=milk")]
    [InlineData("tell anna dinner is ready", "Tell who=anna what=dinner is ready")]
    [InlineData("play one by two in the hall", "Play what=one by two place=hall")]
    public void Match_Wildcards_SpendTheFewestFreeWords(string text, string meaning)
    {
        const string Yaml = """
            language: en
            intents:
              Say: {data: [{sentences: ["tell {what}", "add {what}", "play {what}"]}]}
              Add: {data: [{sentences: ["add {item} [to my list]"]}]}
              Tell: {data: [{sentences: ["tell {who} {what}", "tell {person:who} {what}"]}]}
              Two: {data: [{sentences: ["play {what:a} by {what:b}"]}]}
              Play: {data: [{sentences: ["play {what} in the {place}"]}]}
            lists:
              what: {wildcard: true}
              who: {wildcard: true}
              item: {wildcard: true}
              person: {values: [anna]}
              place: {values: [hall]}
            """;

        Assert.Equal(string.Join(' ', meaning), SortedSlots(ContextTestKit.Compile(Yaml).Read(text)!, meaning));
    }

    [Fact]
    public void Match_TwoShortWildcards_BeatOneLongOne()
    {
        const string Yaml = """
            language: en
            intents:
              One: {data: [{sentences: ["note {x} please"]}]}
              Two: {data: [{sentences: ["note {x:a} that was said by {x:b} please"]}]}
            lists: {x: {wildcard: true}}
            """;

        Assert.Equal("Two a=rain b=bob", ContextTestKit.Compile(Yaml).Say("note rain that was said by bob please"));
    }

    [Theory]
    [InlineData("open the big window", "Do x=big window")]
    [InlineData("open the window", "Do x=window")]
    [InlineData("open gate 2", "Do x=gate two")]
    [InlineData("open the Back Door", "Do x=Back Door")]
    [InlineData("open stairs", "Do x=Stairs")]
    public void Match_TemplateWithoutOut_GivesWhatWasMatched(string text, string meaning) =>
        Assert.Equal(meaning, ContextTestKit.Compile(ContextTestKit.OneList(
            "open [the] {x}", "{values: [{in: '[big] (window|shutter)'}, '(gate|door) 2', Back Door, {in: Stairs}]}")).Say(text));

    [Theory]
    [InlineData("take 5", "-")]
    [InlineData("take five", "Do x=5")]
    [InlineData("take twenty five", "Do x=25")]
    [InlineData("take 20 five", "-")]
    public void Match_DigitsOfARangeWithoutThem_AreNotTaken(string text, string meaning) =>
        Assert.Equal(
            meaning, ContextTestKit.Compile(ContextTestKit.OneList("take {x}", "{range: {from: 1, to: 50, digits: false}}")).Say(text));

    [Theory]
    [InlineData("halves", "20.5", "Do x=20.5")]
    [InlineData("halves", "20.4", "-")]
    [InlineData("tenths", "20.4", "Do x=20.4")]
    public void Match_FractionsOfHomeAssistant_AreUnderstood(string fractions, string number, string meaning)
    {
        var yaml = ContextTestKit.OneList("heat to {x}", $"{{range: {{type: temperature, from: 0, to: 30, fractions: {fractions}}}}}");

        Assert.Empty(ContextTestKit.Read(yaml).Warnings);
        Assert.Equal(meaning, ContextTestKit.Compile(yaml).Say($"heat to {number}"));
    }

    private static string SortedSlots(Interpretation best, string like) =>
        like.Split(' ')[0] == best.Intent
            ? string.Join(
                ' ', best.Slots.OrderBy(slot => like.IndexOf(slot.Key + "=", StringComparison.Ordinal))
                    .Select(slot => $"{slot.Key}={slot.Value.Text}").Prepend(best.Intent))
            : ContextTestKit.Show(best);

    private static Interpretation? LowestPath(WordGraph graph, string[] words)
    {
        var open = new Stack<(int Node, int At, PathStep[] Path)>([(graph.Start, 0, [])]);
        while (open.TryPop(out var here))
        {
            if (here.Node == graph.End && here.At == words.Length)
            {
                return new InterpretationBuilder(graph).Build(here.Path);
            }

            foreach (var arc in graph.ArcsFrom(here.Node).ToArray().OrderByDescending(arc => arc.To))
            {
                var isSilent = arc.Word == WordGraph.Epsilon;
                if (isSilent || here.At < words.Length && arc.Word >= 0 && graph.Words[arc.Word] == words[here.At])
                {
                    open.Push((arc.To, here.At + (isSilent ? 0 : 1), [.. here.Path, new PathStep(arc.Word, arc.Action)]));
                }
            }
        }

        return null;
    }
}

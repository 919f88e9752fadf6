using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Assistant.Tests.Contexts;

/// <summary>Literals that touch a slot without a blank between.</summary>
public sealed class GluedSlotTests
{
    private const string Range = "{range: {from: 1, to: 99}}";

    [Theory]
    [InlineData("channel{x}", Range, "channel 5", "Do x=5")]
    [InlineData("channel{x}", Range, "channel5", "Do x=5")]
    [InlineData("channel{x}", Range, "channel twenty five", "Do x=25")]
    [InlineData("go [und]{x}", Range, "go und 5", "Do x=5")]
    [InlineData("go [und]{x}", Range, "go 5", "Do x=5")]
    [InlineData("({x:a}|no){x:b}go", Range, "no 7 go", "Do b=7")]
    [InlineData("wait {x:m} minutes[ [and]{x:s} seconds]", Range, "wait 5 minutes and 30 seconds", "Do m=5 s=30")]
    [InlineData("wait {x:m} minutes[ [and]{x:s} seconds]", Range, "wait 5 minutes 30 seconds", "Do m=5 s=30")]
    [InlineData("wait {x:m} minutes[ [and]{x:s} seconds]", Range, "wait 5 minutes", "Do m=5")]
    [InlineData("wait{x}now", "{type: duration}", "wait ten minutes now", "Do x=600")]
    [InlineData("at{x}", "{type: time}", "at half past seven", "Do x=07:30")]
    [InlineData("dim{x}!", "{range: {from: 0, to: 100, type: percentage}}", "dim 20%", "Do x=20")]
    [InlineData("say{x}over", "{wildcard: true}", "say what is this over", "Do x=what is this")]
    [InlineData("red{x}s", "{values: [light, lamp]}", "redlamps", "Do x=lamp")]
    [InlineData("{x:a}{x:b}", "{values: [ping, pong]}", "pingpong", "Do a=ping b=pong")]
    public void Match_LiteralGluedToASlot_StandsBesideIt(string sentence, string list, string text, string meaning) =>
        Assert.Equal(meaning, ContextTestKit.Compile(ContextTestKit.OneList(sentence, list)).Say(text));

    [Fact]
    public void Build_GluedSlotsOfEveryKind_NeverMeetWordsThatAreNotTheirs()
    {
        string[] lists =
        [
            "{range: {from: 1, to: 30}}", "{type: duration}", "{type: time}", "{type: number}", "{values: [lamp, 'light[s]']}",
            "{wildcard: true}",
        ];
        string[] pieces = ["a", "[b]", "(c|d )", "[ e]", " ", "{x}", "{x:y}", "(;f)"];
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var sentence = "go" + string.Concat(Enumerable.Range(0, 6).Select(_ => pieces[random.Next(pieces.Length)]));
            var graph = ContextTestKit.Compile(ContextTestKit.OneList(sentence, lists[seed % lists.Length]));
            var sampler = new ContextSampler(graph, seed);

            for (var i = 0; i < 10; i++)
            {
                var sample = sampler.Next();
                Assert.True(graph.Read(sample.Text) is not null, $"\"{sample.Text}\" of \"{sentence}\" is not read back.");
            }
        }
    }
}

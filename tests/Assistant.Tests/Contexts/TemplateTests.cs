using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Tests.Contexts;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("turn on [the] light[s]", "turn on lights")]
    [InlineData("turn on [the ]light", "turn on the light")]
    [InlineData("turn on [the ]light", "turn on light")]
    [InlineData("(un|)mute", "unmute")]
    [InlineData("(un|)mute", "mute")]
    [InlineData("turn(ed| it) on", "turned on")]
    [InlineData("turn(ed| it) on", "turn it on")]
    [InlineData("re[-]start", "restart")]
    [InlineData("a[b[c]]d now", "abcd now")]
    [InlineData("turn on|switch on", "switch on")]
    [InlineData("(a;b;c) now", "c a b now")]
    [InlineData("[now;please] go", "please now go")]
    [InlineData("(red|green; big|small) box", "small green box")]
    [InlineData("What's the Time?", "whats the time")]
    [InlineData("what's the time", "What is the time?")]
    [InlineData("what is the time", "what's the time")]
    [InlineData("i do not know", "I don’t know...")]
    [InlineData("turn on 2 lights", "turn on two lights")]
    [InlineData("turn on two lights", "turn on 2 lights")]
    [InlineData("route 66", "route sixty six")]
    [InlineData("call 911", "call nine one one")]
    [InlineData("set to 50%", "set to fifty percent")]
    [InlineData("set to fifty percent", "SET TO 50 %!")]
    [InlineData("press \\[enter\\] now", "press enter now")]
    [InlineData("take the 2nd exit", "take the second exit")]
    [InlineData("take the twenty first exit", "take the 21st exit")]
    [InlineData("hands-free mode", "hands free mode")]
    [InlineData("open café", "Open CAFÉ")]
    [InlineData("new year's eve", "New Years' Eve")]
    [InlineData("[please] [now] go [on]", "now go")]
    public void Match_Template_TakesTheText(string template, string text) =>
        Assert.Equal("Do", ContextTestKit.Compile(ContextTestKit.OneSentence(template)).Say(text));

    [Theory]
    [InlineData("turn on [the] light[s]", "turn on light s")]
    [InlineData("(un|)mute", "un mute")]
    [InlineData("(a;b) now", "a now")]
    [InlineData("(a;b) now", "a b b now")]
    [InlineData("go", "go on")]
    [InlineData("go on", "go")]
    [InlineData("[please] go", "please")]
    public void Match_Template_RefusesOtherText(string template, string text) =>
        Assert.Equal("-", ContextTestKit.Compile(ContextTestKit.OneSentence(template)).Say(text));

    [Theory]
    [InlineData("turn [on", "template-not-closed", 27)]
    [InlineData("turn on)", "template-not-opened", 29)]
    [InlineData("turn (on]", "template-not-opened", 30)]
    [InlineData("set {level", "template-not-closed", 26)]
    [InlineData("set {}", "template-not-closed", 26)]
    [InlineData("set > it", "template-not-opened", 26)]
    [InlineData("set <rule", "template-not-closed", 26)]
    [InlineData("set {level}", "context-unknown-list", 26)]
    [InlineData("set <rule>", "context-unknown-rule", 26)]
    [InlineData("(a;b;c;d;e;f;g;h;i)", "template-too-many-orders", 22)]
    public void Compile_BrokenTemplate_SaysWhere(string template, string code, int column)
    {
        var failure = ContextTestKit.Refuse(ContextTestKit.OneSentence(template));

        Assert.Equal((code, 5, column), (failure.Code, failure.Line, failure.Column));
        Assert.NotEmpty(failure.Next);
    }

    [Theory]
    [InlineData("{values: [{ in: (zero|oh), out: '0' }, { in: nought, out: '0' }, { in: one, out: '1' }]}", 2)]
    [InlineData("{range: { from: 0, to: 100, step: 5 }}", 21)]
    [InlineData("{wildcard: true}", 1)]
    public void Compile_List_CountsTheValuesOfItsSlot(string list, long values) =>
        Assert.Equal(
            values, ContextTestKit.Compile(
                ContextTestKit.OneList("go {x}", list)).Actions.Single(action => action.Kind == GraphActionKind.SlotBegin).Values);

    [Fact]
    public void Compile_OnlyOptionalWords_LeavesTheEmptySentenceOut()
    {
        var graph = ContextTestKit.Compile(ContextTestKit.OneSentence("[please] [go]"));

        Assert.Equal("Do", graph.Say("go"));
        Assert.Equal(["go", "please", "please go"], AllPaths.Of(graph).Select(meaning => meaning.Words).Order().Distinct());
    }

    [Fact]
    public void Compile_SuffixBehindAList_JoinsTheWord()
    {
        var graph = ContextTestKit.Compile(
            ContextTestKit.OneList("open {x}['s] door", "{values: [{in: '[the] kitchen', out: k}, {in: hall, out: h}]}"));

        Assert.Equal("Do x=k", graph.Say("open the kitchen's door"));
        Assert.Equal("Do x=h", graph.Say("open hall door"));
    }
}

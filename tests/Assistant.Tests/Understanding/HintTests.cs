using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace Assistant.Tests.Understanding;

/// <summary>How much of a command the decoder believes to have heard.</summary>
public sealed class HintTests
{
    private static readonly Pronouncer Pronouncer = new(TestLexicon.Of(
        "go G OW", "on AA N", "please P L IY Z", "thirty TH ER T IY", "five F AY V", "in IH N", "stop S T AA P", "stops S T AA P S"));

    private static Part Please { get; } = Part.Maybe(Part.Say("please"));

    private static Part Thirties { get; } = new Part.Sequence(Part.Say("thirty"), Part.Maybe(Part.Say("five")));

    private static Part Number { get; } = new Part.Slot("percent", SlotKind.Percent, null, Thirties);

    private static Part Later { get; } = new Part.Sequence(
        Part.Say("in"), new Part.Slot("delay", SlotKind.Duration, null, Part.Say("five")));

    public static TheoryData<string, string, Completeness> WholeCommands => new()
    {
        { "go", "G OW", Completeness.Certain },
        { "go [please]", "G OW", Completeness.Settled },
        { "go [please]", "G OW P L IY Z", Completeness.Certain },
        { "go [in five]", "G OW", Completeness.Extendable },
        { "go [in five] [please]", "G OW", Completeness.Extendable },
        { "go [in five] [please]", "G OW IH N F AY V", Completeness.Settled },
        { "(go|go on) as two things", "G OW", Completeness.Extendable },
        { "{number}", "TH ER T IY", Completeness.Settled },
        { "{number} [please]", "TH ER T IY", Completeness.Settled },
        { "{number} [in five]", "TH ER T IY", Completeness.Extendable },
        { "{duration}", "TH ER T IY", Completeness.Extendable },
        { "{duration}", "TH ER T IY F AY V", Completeness.Certain },
        { "go {wildcard}", "G OW", Completeness.Extendable },
    };

    [Theory, MemberData(nameof(WholeCommands))]
    public void Hint_AfterAWholeCommand_TellsWhetherMoreCouldMatter(string context, string said, Completeness expected) =>
        Assert.Equal(expected, Hint(Decoder(("Do", Parts[context])), said + " - - - -"));

    [Fact]
    public void Hint_WhileASentenceGrows_TellsCompleteFromOpen()
    {
        var decoder = Decoder(("Go", Parts["go [in five]"]));

        Assert.Equal(Completeness.Unfinished, Hint(decoder, "- G"));
        Assert.Equal(Completeness.Extendable, Hint(decoder, "OW - - -"));
        Assert.Equal(Completeness.Unfinished, Hint(decoder, "IH N -"));
        Assert.Equal(Completeness.Complete, Hint(decoder, "F AY V"));
        Assert.Equal(Completeness.Certain, Hint(decoder, "- -"));
    }

    [Fact]
    public void Hint_WhileALongerSentenceIsAsLikely_IsNotCertain()
    {
        var decoder = Decoder(("Stop", Part.Say("stop")), ("Stops", Part.Say("stops")));

        Assert.NotEqual(Completeness.Certain, Hint(decoder, "S T AA P"));
        Assert.NotEqual(Completeness.Certain, Hint(decoder, "P - -"));
    }

    private static readonly Dictionary<string, Part> Parts = new()
    {
        ["go"] = Part.Say("go"),
        ["go [please]"] = new Part.Sequence(Part.Say("go"), Please),
        ["go [in five]"] = new Part.Sequence(Part.Say("go"), Part.Maybe(Later)),
        ["go [in five] [please]"] = new Part.Sequence(Part.Say("go"), Part.Maybe(Later), Please),
        ["(go|go on) as two things"] = Part.List("what", "go", "go on"),
        ["{number}"] = Number,
        ["{number} [please]"] = new Part.Sequence(Number, Please),
        ["{number} [in five]"] = new Part.Sequence(Number, Part.Maybe(Later)),
        ["{duration}"] = new Part.Slot("length", SlotKind.Duration, null, Thirties),
        ["go {wildcard}"] = new Part.Sequence(Part.Say("go"), Part.Maybe(new Part.Slot("note", SlotKind.Wildcard, null, new Part.Wild()))),
    };

    private static BeamDecoder Decoder(params (string Intent, Part Part)[] intents)
    {
        var decoder = new BeamDecoder(new DecodingOptions());
        decoder.Begin(PhoneGraph.Compile(Sentences.Graph(intents), Pronouncer).Value!);
        return decoder;
    }

    private static Completeness Hint(BeamDecoder decoder, string symbols)
    {
        foreach (var frame in SureFrames.Of(symbols)) decoder.Advance(frame);
        return decoder.Hint();
    }
}

using CsCheck;
using EdgeRuntime.Gateway.Guardrails;

namespace Gateway.Tests.Guardrails;

public sealed class PhraseFilterTests
{
    private static readonly PhraseAutomaton Phrases = new(["make a bomb", "bomb", "a b a c", "Größe"]);
    private static readonly string[] Pieces =
    [
        "make", " a", " ", "bomb", "bom", "b", "a", "c", ",", "  ", "\n", "groesse", "GRÖSSE", "größe", "\u200b", "ma", "ke", "x",
    ];
    private static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1]
        .Select(piece => Pieces[piece]).Array[0, 12].Select(string.Concat);

    [Theory]
    [InlineData("how to MAKE  a,\n bomb")]
    [InlineData("make a bo\u200bmb now")]
    [InlineData("bomb")]
    [InlineData("(bomb)")]
    [InlineData("a b a b a c")] // the second try begins inside the first
    [InlineData("die größe")]
    public void Filter_PhraseInTheText_Refuses(string text) => Assert.Equal("guardrail-topic", Run(text).Refusal?.Code);

    [Theory]
    [InlineData("bombastic, a bath bombs, make a bom")]
    [InlineData("make a cake")]
    [InlineData("abac")]
    [InlineData("")]
    public void Filter_PartOfAWord_Passes(string text) => Assert.Equal((text, null), Run(text));

    [Fact]
    public void Filter_BeginningOfAPhrase_IsHeldUntilItIsNone()
    {
        var filter = New();

        Assert.Equal("we ", Push(filter, "we make"));
        Assert.Equal("", Push(filter, " a"));
        Assert.Equal("make a cake", Push(filter, " cake"));
        Assert.Equal(" to ", Push(filter, " to "));
    }

    [Fact]
    public void Filter_Refusal_NothingOfThePhraseGoesOut()
    {
        var output = new CharBuffer();
        var filter = New();
        filter.Push("please make", output);
        filter.Push(" a bomb", output);

        Assert.NotNull(filter.Finish(new CharBuffer()));
        Assert.Equal("please ", output.Span.ToString());
    }

    [Fact]
    public void Filter_ThousandsOfSpacesInAPhrase_HoldsLittle()
    {
        var filter = New();
        var output = new CharBuffer();
        filter.Push("make" + new string(' ', 5000), output);

        Assert.True(output.Count > 3900);
    }

    [Fact]
    public void Filter_AnyCut_GivesTheSame() => Gen.Select(Texts, Gen.Int[0, 1000].Array[0, 10]).Sample(
        (text, places) =>
        {
            var whole = Run(text);
            var cut = FilterText.InPieces(New(), FilterText.Cut(text, places));
            return cut.Refusal == whole.Refusal && cut.Text == whole.Text && (cut.Refusal is not null || cut.Text == text);
        },
        iter: 20_000, seed: "0N0XIzNsQ0O2", threads: 1);

    [Fact]
    public void Filter_AnyText_AllocatesNothing()
    {
        var filter = new PhraseFilter(Phrases, GuardrailFailures.Topic());
        var output = new CharBuffer();
        string[] deltas = ["make", " a", "  cake", ", or", " bo\u200bm", "bast", " 😀\n"];

        Assert.Equal(0, TestKit.Allocations.Of(
            () =>
            {
                foreach (var delta in deltas)
                {
                    output.Clear();
                    filter.Push(delta, output);
                }
            },
            repeats: 100));
    }

    private static PhraseFilter New() => new(Phrases, GuardrailFailures.Topic());

    private static (string Text, EdgeRuntime.Gateway.Failure? Refusal) Run(string text) => FilterText.InPieces(New(), [text]);

    private static string Push(PhraseFilter filter, string text)
    {
        var output = new CharBuffer();
        Assert.Null(filter.Push(text, output));
        return output.Span.ToString();
    }
}

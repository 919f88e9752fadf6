using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace Assistant.Tests.Understanding;

public sealed class PhraseBordersTests
{
    private static readonly Pronouncer Pronouncer = new(
        TestLexicon.Of("view V Y UW", "glass G L AE S", "computer K AH M P Y UW T ER", "jarvis JH AA R V IH S"));

    [Theory]
    [InlineData("view glass", "- AH - F Y UW - G L AE S AH Z - AH V W AY N", true)] // a few glasses of wine
    [InlineData("view glass", "- M AY - N Y UW - G L AE S IH Z - AA R", true)] // my new glasses are
    [InlineData("view glass", "- P L IY Z R IH V Y UW - G L AE S IH Z - B IH F AO R", true)] // please review glasses before
    [InlineData("computer", "- K AH M P Y UW T ER Z - AA R S L OW", true)] // computers are slow
    [InlineData("computer", "- IH Z K AH M P Y UW T ER AY Z D - N AW", true)] // is computerised now
    [InlineData("jarvis", "- M IH S T ER JH AA R V IH S AH N - K AO L D", true)] // mister jarvisson called
    // view glass, is it raining: the same sounds as glasses
    [InlineData("view glass", "- V Y UW - G L AE S - IH Z IH T R EY N IH NG", false)]
    [InlineData("view glass", "- HH EY - - - - V Y UW - G L AE S - M AY AH NG K AH L", false)] // hey view glass, my uncle
    [InlineData("jarvis", "- HH EY - JH AA R V IH S - IH Z IH T W IH N D IY", false)] // hey jarvis, is it windy
    [InlineData("jarvis", "- OW K EY - JH AA R V IH S - IH Z IH T W IH N D IY", false)] // okay jarvis, is it windy
    [InlineData("view glass", "- M Y UW - G L AE S - M AY AH NG K AH L", false)] // its first phone is heard badly where an utterance begins
    [InlineData("computer", "- K AH M P Y UW T ER - S EH V AH N P IY P AH L", false)] // computer, seven people
    [InlineData("computer", "- K AH M P Y UW T ER -", false)]
    public void Measure_PhraseWithWhatWasSaidAroundIt_IsInsideLongerWordsOrNot(string phrase, string said, bool inside)
    {
        var evidence = PhraseBorders.Create(phrase, Pronouncer, new DecodingOptions()).Value!.Measure(Frames(said), EndOf(phrase, said));

        Assert.True(evidence.IsInside == inside, $"{evidence.Sum} {evidence}");
    }

    [Fact]
    public void Measure_PhraseThatWasNotSaid_SaysNothing() =>
        Assert.False(PhraseBorders.Create("computer", Pronouncer, new DecodingOptions()).Value!.Measure(Frames("- - -"), 2).IsInside);

    [Fact]
    public void Create_NothingToSay_Fails() =>
        Assert.Equal("phrase-unpronounceable", PhraseBorders.Create("?", Pronouncer, new DecodingOptions()).Failure!.Code);

    // Where the last phone of the phrase stands: the wake is reported there, more or less.
    private static int EndOf(string phrase, string said)
    {
        var last = Phones.SymbolOf(Pronouncer.Pronounce(phrase.Split(' ')[^1])[0][^1]);
        var symbols = said.Split(' ');
        return Array.IndexOf(symbols, last, Array.IndexOf(symbols, phrase == "computer" ? "K" : phrase == "jarvis" ? "JH" : "G"));
    }

    private static float[] Frames(string symbols) => [.. symbols.Split(' ').SelectMany(symbol =>
        Enumerable.Range(0, Phones.Count).Select(phone => phone == Phones.IdOf(symbol) ? 20f : 0f))];
}

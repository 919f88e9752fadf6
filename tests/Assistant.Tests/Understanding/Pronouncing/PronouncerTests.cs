using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace Assistant.Tests.Understanding.Pronouncing;

public sealed class PronouncerTests
{
    private static readonly Lexicon Words = TestLexicon.Of(
        "mom M AA M", "what W AH T", "james JH EY M Z", "box B AA K S", "the DH AH", "the DH IY", "city S IH T IY", "mail M EY L",
        "email IY M EY L", "jean JH IY N", "pierre P IY EH R", "parents P EH R AH N T S", "a AH", "m EH M", "lamp L AE M P",
        "obrien OW B R AY AH N");

    [Theory]
    [InlineData("the", "DH AH|DH IY")]
    [InlineData("mom's", "M AA M Z")]
    [InlineData("what's", "W AH T S")]
    [InlineData("james's", "JH EY M Z AH Z|JH EY M Z IH Z")]
    [InlineData("parents'", "P EH R AH N T S")]
    [InlineData("lamps", "L AE M P S")]
    [InlineData("boxes", "B AA K S AH Z|B AA K S IH Z")]
    [InlineData("cities", "S IH T IY Z")]
    [InlineData("mom'll", "M AA M AH L|M AA M L")]
    [InlineData("jean-pierre", "JH IY N P IY EH R")]
    [InlineData("e-mail", "IY M EY L")]
    [InlineData("a.m.", "EY EH M")]
    [InlineData("dvd", "D IY V IY D IY")]
    [InlineData("o'brien", "OW B R AY AH N")]
    [InlineData("O’Brien", "OW B R AY AH N")]
    [InlineData("môm", "M AA M")]
    public void Pronounce_Word_IsSaidAsPeopleSayIt(string word, string expected)
    {
        var variants = new Pronouncer(Words).Pronounce(word);

        Assert.Equal(expected, string.Join('|', variants.Select(phones => string.Join(' ', phones.Select(Phones.SymbolOf)))));
    }

    [Fact]
    public void Pronounce_UnknownWord_AsksTheGuesserOnce()
    {
        var guesser = new CountingGuesser();
        var pronouncer = new Pronouncer(Words, guesser);

        var first = pronouncer.Pronounce("zorblax");
        var second = pronouncer.Pronounce("zorblax");

        Assert.Same(first, second);
        Assert.Equal(1, guesser.Calls);
        Assert.Equal(TestLexicon.Phones("Z AO R"), Assert.Single(first));
    }

    [Fact]
    public void Pronounce_ShortUnknownWord_IsAlsoSpelled()
    {
        var variants = new Pronouncer(Words, new CountingGuesser()).Pronounce("usb");

        Assert.Contains(variants, phones => phones.SequenceEqual(TestLexicon.Phones("Y UW EH S B IY")));
        Assert.Equal(2, variants.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--")]
    [InlineData("?")]
    public void Pronounce_NoLetters_IsEmpty(string word) => Assert.Empty(new Pronouncer(Words).Pronounce(word));

    private sealed class CountingGuesser : IGraphemeToPhoneme
    {
        public int Calls { get; private set; }

        public IReadOnlyList<byte[]> Pronounce(string word)
        {
            Calls++;
            return [TestLexicon.Phones("Z AO R")];
        }
    }
}

using EdgeRuntime.Inference.Speech;
using TestKit;

namespace EdgeRuntime.Inference.Tests.Speech;

public sealed class GraphemeToPhonemeTests : IDisposable
{
    private readonly ModelsFolder _folder = new();
    private readonly GraphemeToPhoneme _speller;

    public GraphemeToPhonemeTests() => _speller = GraphemeToPhoneme.Open(Models.Engine, _folder.Open().Value!).Value!;

    public void Dispose()
    {
        _speller.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("abba", new byte[] { 1, 2, 2, 1 })]
    [InlineData("d'ab", new byte[] { 4, 1, 2 })]
    [InlineData("Zoë-!", new byte[] { 26, 15, 5 })]
    [InlineData("ÖZ", new byte[] { 15, 5, 26 })]
    public void Pronounce_Word_SaysItsLettersBestFirst(string word, byte[] phones) => Assert.Equal(phones, _speller.Pronounce(word)[0]);

    [Fact]
    public void Pronounce_Word_GivesTwoDifferentVariants()
    {
        var variants = _speller.Pronounce("kim");

        Assert.Equal(2, variants.Count);
        Assert.NotEqual(variants[0], variants[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("'")]
    [InlineData("42 …")]
    public void Pronounce_NoLetters_GivesNothing(string word) => Assert.Empty(_speller.Pronounce(word));

    [Fact]
    public void Pronounce_EndlessWord_IsCut() =>
        Assert.True(_speller.Pronounce(new string('a', 100_000))[0].Length <= GraphemeToPhoneme.MaxLetters);

    [Fact]
    public void OpenGraphemeToPhoneme_OtherModel_IsRefused()
    {
        _folder.Model("g2p")["id"] = "spell";
        _folder.Model("stream")["id"] = "g2p";

        Assert.Equal("model-not-g2p", GraphemeToPhoneme.Open(Models.Engine, _folder.Open().Value!).Failure!.Code);
    }
}

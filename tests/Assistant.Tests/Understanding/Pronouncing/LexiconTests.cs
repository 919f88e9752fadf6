using System.Text;
using CsCheck;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace Assistant.Tests.Understanding.Pronouncing;

public sealed class LexiconTests
{
    [Fact]
    public void Find_AnySetOfWords_FindsEachAndNoOther()
    {
        var words = Gen.String[Gen.Char["abc'-."], 1, 6].HashSet[1, 60];

        words.Sample(set =>
        {
            var lexicon = TestLexicon.Of([.. set.Select(word => $"{word} B AA")]);

            foreach (var word in set)
            {
                Assert.Single(lexicon.Find(word));
                Assert.Equal(set.Contains(word + "a") ? 1 : 0, lexicon.Find(word + "a").Count);
                Assert.Equal(set.Contains(word[..^1]) ? 1 : 0, lexicon.Find(word[..^1]).Count);
            }
        }, iter: 200);
    }

    [Fact]
    public void Find_SeveralPronunciations_KeepsTheirOrder()
    {
        var lexicon = TestLexicon.Of("and AE N D", "and AH N", "an AE N", "ant AE N T");

        var found = lexicon.Find("and");

        Assert.Equal([TestLexicon.Phones("AE N D"), TestLexicon.Phones("AH N")], found);
    }

    [Theory]
    [InlineData("#")]
    [InlineData("# made by a test")]
    [InlineData("")]
    [InlineData("a b")]
    public void Find_NotAWord_IsEmpty(string word) => Assert.Empty(TestLexicon.Of("b B IY").Find(word));

    [Theory]
    [InlineData("", "lexicon-invalid")]
    [InlineData("# only a header\n", "lexicon-invalid")]
    [InlineData("word 123\n", "lexicon-invalid")]
    [InlineData("\0\0\0\0\n", "lexicon-invalid")]
    public void Open_NotALexicon_Fails(string text, string code)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text, Encoding.UTF8);

        var outcome = Lexicon.Open(path);

        File.Delete(path);
        Assert.Equal(code, outcome.Failure!.Code);
    }

    [Fact]
    public void Open_NoFile_Fails()
    {
        var outcome = Lexicon.Open(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")));

        Assert.Equal("lexicon-unreadable", outcome.Failure!.Code);
    }
}

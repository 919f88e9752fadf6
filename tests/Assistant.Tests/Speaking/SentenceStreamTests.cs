using CsCheck;
using EdgeRuntime.Assistant.Speaking;

namespace Assistant.Tests.Speaking;

public sealed class SentenceStreamTests
{
    [Fact]
    public void Push_AnyCutOfAnyText_GivesTheSameSentences() =>
        Gen.Select(Gen.Char["ab. !?\nAB1"].Array[0, 120], Gen.Int[1, 7]).Sample((letters, step) =>
        {
            var text = new string(letters);
            var stream = new SentenceStream();
            var sentences = new List<string>();
            for (var at = 0; at < text.Length; at += step) sentences.AddRange(stream.Push(text[at..Math.Min(at + step, text.Length)]));
            var rest = stream.TakeRest();
            if (rest.Length > 0) sentences.Add(rest);

            return string.Join(' ', sentences) == string.Join(' ', SentenceSplitter.Split(text));
        });

    [Fact]
    public void Push_SentenceWithoutEnd_IsCutAtABlank()
    {
        var stream = new SentenceStream();
        var words = string.Concat(Enumerable.Repeat("word ", 100));

        var cut = stream.Push(words);

        Assert.Equal(words.Trim(), string.Join(' ', [.. cut, stream.TakeRest()]).Trim());
        Assert.NotEmpty(cut);
    }

    [Fact]
    public void TakeWords_WordStillGrowing_KeepsIt()
    {
        var stream = new SentenceStream();
        stream.Push("It lies on the Sei");

        Assert.Equal("It lies on the", stream.TakeWords());
        Assert.Equal("Sei", stream.TakeRest());
    }
}

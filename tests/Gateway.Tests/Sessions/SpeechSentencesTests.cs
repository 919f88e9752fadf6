using EdgeRuntime.Gateway.Sessions;

namespace Gateway.Tests.Sessions;

public sealed class SpeechSentencesTests
{
    [Theory]
    [InlineData("One. Two! Three?", "One.|Two!|Three?")]
    [InlineData("It is 3.5 degrees. Yes", "It is 3.5 degrees.|Yes")]
    [InlineData("A line\nand another\n\n", "A line|and another")]
    [InlineData("  ", "")]
    [InlineData("no end", "no end")]
    public void Add_WhateverTheDeltas_GivesTheSameSentences(string words, string sentences)
    {
        for (var size = 1; size <= words.Length; size++)
        {
            var got = new List<string>();
            var splitter = new SpeechSentences();
            foreach (var delta in words.Chunk(size)) splitter.Add(delta, got.Add);
            splitter.Flush(got.Add);

            Assert.Equal(sentences, string.Join('|', got));
        }
    }

    [Fact]
    public void Add_NoMarkForLong_IsCutAtASpace()
    {
        var got = new List<string>();
        new SpeechSentences().Add(string.Concat(Enumerable.Repeat("word ", 200)), got.Add);

        Assert.Equal(2, got.Count);
        Assert.All(got, sentence => Assert.InRange(sentence.Length, 400, 410));
    }
}

using EdgeRuntime.Assistant.Speaking;

namespace Assistant.Tests.Speaking;

public sealed class SpokenTextTests
{
    [Theory]
    [InlineData("Mum ❤️: see you 👍🏽", "Mum : see you")]
    [InlineData("Calling Ада.", "Calling Ada.")]
    [InlineData("José said “hi” – 5 €", "José said “hi” – 5 €")]
    [InlineData("🎧🎧", "")]
    [InlineData("Plain words.", "Plain words.")]
    public void Of_PicturesAndOtherScripts_IsWhatAVoiceCanSay(string sentence, string spoken) =>
        Assert.Equal(spoken, SpokenText.From(sentence));
}

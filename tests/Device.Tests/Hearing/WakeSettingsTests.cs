using System.Text;
using EdgeRuntime.Device.Hearing;
using TestKit;

namespace Device.Tests.Hearing;

public sealed class WakeSettingsTests
{
    [Fact]
    public void Read_TheCommittedFile_OffersTheFourPhrases()
    {
        var json = File.ReadAllBytes(Repository.PathOf("models", "wake-settings.json"));

        Assert.True(WakeSettings.Read(json).TryGet(out var settings, out _));

        Assert.Equal(["view glass", "computer", "jarvis", "smart mirror"], settings.Offered);
        Assert.Equal(settings.Phrases.Select(phrase => phrase.Threshold), settings.Check.Thresholds);
    }

    [Fact]
    public void ListenFor_OnePhrase_KeepsTheOthersSilentAndInTheirPlaces()
    {
        var options = new WakeSettings().ListenFor(["computer"]);

        Assert.Equal(new WakeSettings().Phrases.Count, options.WakeWord.Phrases.Count);
        Assert.Equal("computer", Assert.Single(options.WakeWord.Phrases, phrase => phrase.Enabled).Text);
    }

    [Fact]
    public void ListenFor_APhraseWithAFirstStageOfItsOwn_UsesItAndTheCommonOneElsewhere()
    {
        var json =
            """
            { "schema": 1, "firstStage": 0.3,
              "phrases": [{ "text": "computer", "threshold": 0, "firstStage": 0.8 }, { "text": "jarvis", "threshold": 0 }] }
            """;

        Assert.True(WakeSettings.Read(Encoding.UTF8.GetBytes(json)).TryGet(out var settings, out _));

        Assert.Equal([0.8f, 0.3f], settings.ListenFor(settings.Offered).WakeWord.Phrases.Select(phrase => phrase.Threshold));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"schema\": 2}")]
    [InlineData("{\"phrases\": []}")]
    [InlineData("{\"firstStage\": 0}")]
    [InlineData("{\"phrases\": [{\"text\": \"computer\", \"threshold\": 0, \"firstStage\": 1}]}")]
    [InlineData("{\"peakHoldMs\": -1}")]
    [InlineData("{\"surprise\": 1}")]
    public void Read_Unusable_IsRefused(string json)
    {
        Assert.False(WakeSettings.Read(Encoding.UTF8.GetBytes(json)).TryGet(out _, out var failure));

        Assert.Equal("wake-settings-invalid", failure.Code);
    }
}

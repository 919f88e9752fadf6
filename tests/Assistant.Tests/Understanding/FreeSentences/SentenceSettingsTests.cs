using System.Text;
using EdgeRuntime.Assistant.Understanding.Sentences;
using TestKit;

namespace Assistant.Tests.Understanding.FreeSentences;

public sealed class SentenceSettingsTests
{
    private static readonly string Committed = File.ReadAllText(Repository.PathOf("models", "sentences.json"));

    [Fact]
    public void Read_CommittedSettings_NameTheGlassesIntents()
    {
        var settings = SentenceSettings.Read(Encoding.UTF8.GetBytes(Committed)).Value!;

        Assert.Contains("SetTimer", settings.Intents);
        Assert.All(settings.Slots.Keys.Concat(settings.NaturalNo), intent => Assert.Contains(intent, settings.Intents));
        Assert.All(settings.Slots.Values.SelectMany(labels => labels.Keys), label => Assert.Contains(label, settings.Labels));
    }

    [Theory]
    [InlineData("{", "sentence-settings-invalid")]
    [InlineData("null", "sentence-settings-invalid")]
    [InlineData("[1]", "sentence-settings-invalid")]
    public void Read_NoSettings_AreRefused(string json, string code) =>
        Assert.Equal(code, SentenceSettings.Read(Encoding.UTF8.GetBytes(json)).Failure!.Code);

    [Theory]
    [InlineData("\"schema\": 1", "\"schema\": 2")]
    [InlineData("\"-\"\n", "\"SetTimer\"\n")]
    [InlineData("\"flagFrom\": 0.5", "\"flagFrom\": 7")]
    [InlineData("\"weights\": [", "\"weights\": [ 1,")]
    [InlineData("\"schema\": 1", "\"schema\": 1, \"other\": 1")]
    public void Read_SettingsOutOfBounds_AreRefused(string from, string to)
    {
        Assert.Contains(from, Committed);

        Assert.NotNull(SentenceSettings.Read(Encoding.UTF8.GetBytes(Committed.Replace(from, to))).Failure);
    }
}

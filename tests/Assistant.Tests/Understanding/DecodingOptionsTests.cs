using System.Text;
using EdgeRuntime.Assistant.Understanding;
using TestKit;

namespace Assistant.Tests.Understanding;

public sealed class DecodingOptionsTests
{
    [Fact]
    public void Load_CommittedFile_IsValid()
    {
        var outcome = DecodingOptions.Load(Repository.PathOf("models", "acoustic-decoding.json"));

        Assert.Null(outcome.Failure);
        Assert.InRange(outcome.Value!.BlankPenalty, 1, 5);
    }

    [Fact]
    public void Load_MissingKeys_TakeTheDefaults()
    {
        var options = Load("""{ "schema": 1, "blankPenalty": 2.5, "confidence": { "bias": 4 } }""").Value!;

        Assert.Equal(2.5f, options.BlankPenalty);
        Assert.Equal(4, options.Confidence.Bias);
        Assert.Equal(new DecodingOptions().Beam, options.Beam);
    }

    [Theory]
    [InlineData("""{ "schema": 2 }""", "schema")]
    [InlineData("""{ "blankPenalty": -1 }""", "blankPenalty")]
    [InlineData("""{ "temperature": 0 }""", "temperature")]
    [InlineData("""{ "uniformMix": 1 }""", "uniformMix")]
    [InlineData("""{ "beam": 0 }""", "beam")]
    [InlineData("""{ "maxActive": 0 }""", "maxActive")]
    [InlineData("""{ "rejectBelow": 2 }""", "rejectBelow")]
    [InlineData("""{ "askBelowMargin": -0.5 }""", "askBelowMargin")]
    [InlineData("""{ "askFrom": 1.5 }""", "askFrom")]
    [InlineData("""{ "slotCost": -1 }""", "slotCost")]
    [InlineData("""{ "backgroundScale": -1 }""", "backgroundScale")]
    [InlineData("""{ "backgroundWordCost": -1 }""", "backgroundWordCost")]
    [InlineData("""{ "confidence": { "measures": { "loudness": [1] } } }""", "loudness")]
    [InlineData("""{ "confidence": { "measures": { "margin": [1] }, "hidden": [0], "output": [1] } }""", "margin")]
    [InlineData("""{ "inside": { "hidden": [0], "output": [] } }""", "inside")]
    [InlineData("""{ "blankPenality": 2 }""", "blankPenality")]
    [InlineData("""{ "beam": "wide" }""", "beam")]
    public void Load_BadSetting_IsNamed(string json, string key)
    {
        var failure = Load(json).Failure!;

        Assert.Equal("decoding-settings-invalid", failure.Code);
        Assert.Contains(key, failure.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1")]
    public void Load_NotSettings_Fails(string json) => Assert.Equal("decoding-settings-invalid", Load(json).Failure!.Code);

    [Fact]
    public void Load_NoFile_Fails() =>
        Assert.Equal(
            "decoding-settings-unreadable",
            DecodingOptions.Load(Path.Combine(Path.GetTempPath(), "no-such-folder", "x.json")).Failure!.Code);

    private static EdgeRuntime.Assistant.Outcome<DecodingOptions> Load(string json) =>
        DecodingOptions.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}

using TestKit;

namespace EndToEnd.Tests;

public sealed class ContextCheckTests : IDisposable
{
    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [Fact]
    public async Task The_glasses_own_context_is_in_order()
    {
        var ended = await _glasses.RunAsync(
            "context", "check", Repository.PathOf("models", "contexts", "glasses.yaml"), "--samples", "30", "--json");

        Assert.Equal(0, ended.Code);
        Assert.True(ended.Json.GetProperty("intents").GetInt32() >= 30);
        Assert.True(ended.Json.GetProperty("phone_states").GetInt32() > 0);
        Assert.Equal(30, ended.Json.GetProperty("samples").GetArrayLength());
        Assert.Empty(ended.Error);
    }

    [Fact]
    public async Task Samples_are_the_sentences_without_words_that_may_stand_anywhere()
    {
        var file = Path.Combine(_glasses.Folder, "lamp.yaml");
        await File.WriteAllTextAsync(file, """
            language: en
            intents: { Lamp: { data: [ { sentences: ["turn the lamp (on|off) now"] } ] } }
            skip_words: ["please", "could you"]
            """);

        var ended = await _glasses.RunAsync("context", "check", file, "--samples", "20", "--json");

        Assert.Equal(
            ["turn the lamp off now", "turn the lamp on now"],
            ended.Json.GetProperty("samples").EnumerateArray().Select(sample => sample.GetProperty("text").GetString()).Distinct().Order());
        Assert.True(ended.Json.GetProperty("words").GetInt32() >= 9, "skip words belong to what is heard");
    }

    [Fact]
    public async Task Surroundings_meet_what_a_context_requires()
    {
        var file = Path.Combine(_glasses.Folder, "room.yaml");
        await File.WriteAllTextAsync(
            file, "language: en\nintents: { Off: { data: [ { sentences: [\"lights off\"], requires_context: { area: { slot: true } } } ] "
            + "} }\n");

        var bare = await _glasses.RunAsync("context", "check", file, "--json");
        var known = await _glasses.RunAsync("context", "check", file, "--surroundings", "area=Guest Room", "--json");
        var asked = await _glasses.AskAsync("--text", "lights off", "--context", file, "--surroundings", "area=Guest Room");

        Assert.Equal((2, "context-nothing-to-say"), (bare.Code, bare.ErrorCode));
        Assert.Equal("Guest Room", known.Json.GetProperty("samples")[0].GetProperty("slots").GetProperty("area").GetString());
        Assert.Equal("Guest Room", asked.Json.GetProperty("slots").GetProperty("area").GetString());
    }

    [Theory]
    [InlineData("area")]
    [InlineData("=Kitchen")]
    [InlineData("area=")]
    public async Task Surroundings_without_a_key_or_a_value_are_refused(string surroundings)
    {
        var ended = await _glasses.RunAsync("context", "check", "nowhere.yaml", "--surroundings", surroundings);

        Assert.NotEqual(0, ended.Code);
        Assert.Contains("KEY=VALUE", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_that_is_not_there_is_named()
    {
        var ended = await _glasses.RunAsync("context", "check", "nowhere.yaml", "--json");

        Assert.Equal((2, "context-missing"), (ended.Code, ended.ErrorCode));
    }
}

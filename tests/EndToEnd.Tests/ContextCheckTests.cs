using TestKit;

namespace EndToEnd.Tests;

public sealed class ContextCheckTests : IDisposable
{
    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [Fact]
    public async Task The_glasses_own_context_is_in_order()
    {
        var ended = await _glasses.RunAsync("context", "check", Repository.PathOf("models", "contexts", "glasses.yaml"), "--samples", "30", "--json");

        Assert.Equal(0, ended.Code);
        Assert.True(ended.Json.GetProperty("intents").GetInt32() >= 30);
        Assert.True(ended.Json.GetProperty("phone_states").GetInt32() > 0);
        Assert.Equal(30, ended.Json.GetProperty("samples").GetArrayLength());
        Assert.Empty(ended.Error);
    }

    [Fact]
    public async Task A_context_that_is_not_there_is_named()
    {
        var ended = await _glasses.RunAsync("context", "check", "nowhere.yaml", "--json");

        Assert.Equal((2, "context-missing"), (ended.Code, ended.ErrorCode));
    }
}

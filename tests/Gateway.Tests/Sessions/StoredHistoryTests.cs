using EdgeRuntime.Gateway.Sessions;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;
using Gateway.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Sessions;

public sealed class StoredHistoryTests
{
    private static readonly Caller Caller = new("acme", "key-1", null);
    private readonly JumpingTime _time = new();

    [Theory, Stores]
    public async Task Load_AfterAppends_GivesTextsInOrderWithoutPictures(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var history = Open(store);
        var call = new ChatToolCall("call-1", "torch", "{\"on\":true}");
        await history.AppendAsync(Caller, "s", [new ChatMessage(ChatRole.User, "torch on") { Images = [new byte[] { 1 }] }, new ChatMessage(ChatRole.Assistant, "") { ToolCalls = [call] }], default);
        await history.AppendAsync(Caller, "s", [new ChatMessage(ChatRole.Tool, "{}") { ToolCallId = "call-1" }], default);

        var loaded = (await history.LoadAsync(Caller, "s", default)).Value!;

        Assert.Equal([(ChatRole.User, "torch on"), (ChatRole.Assistant, ""), (ChatRole.Tool, "{}")], loaded.Select(message => (message.Role, message.Text)));
        Assert.Equal(call, Assert.Single(loaded[1].ToolCalls));
        Assert.Equal("call-1", loaded[2].ToolCallId);
        Assert.All(loaded, message => Assert.Empty(message.Images));
    }

    [Theory, Stores]
    public async Task Load_AfterItsTime_GivesNothingAndTheNextTurnBringsNothingBack(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var history = Open(store);
        await history.AppendAsync(Caller, "s", [new ChatMessage(ChatRole.User, "old")], default);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Empty((await history.LoadAsync(Caller, "s", default)).Value!);
        await history.AppendAsync(Caller, "s", [new ChatMessage(ChatRole.User, "new")], default);

        Assert.Equal("new", Assert.Single((await history.LoadAsync(Caller, "s", default)).Value!).Text);
    }

    [Theory, Stores]
    public async Task Append_MoreTurnsThanAreKept_DropsTheOldest(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var history = Open(store, mostTurns: 2);

        foreach (var text in new[] { "one", "two", "three" }) await history.AppendAsync(Caller, "s", [new ChatMessage(ChatRole.User, text)], default);

        Assert.Equal(["two", "three"], (await history.LoadAsync(Caller, "s", default)).Value!.Select(message => message.Text));
    }

    [Theory, Stores]
    public async Task Forget_ASession_DeletesItAndSaysWhetherThereWasOne(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var history = Open(store);
        await history.AppendAsync(Caller, "s", [new ChatMessage(ChatRole.User, "one")], default);

        Assert.True((await history.ForgetAsync(Caller, "s", default)).Value);
        Assert.False((await history.ForgetAsync(Caller, "s", default)).Value);
        Assert.Empty((await history.LoadAsync(Caller, "s", default)).Value!);
    }

    [Theory, Stores]
    public async Task DeleteExpired_OldAndNewSessions_DeletesTheOldOnly(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var history = Open(store);
        await history.AppendAsync(Caller, "old", [new ChatMessage(ChatRole.User, "old")], default);
        _time.Advance(TimeSpan.FromHours(20));
        await history.AppendAsync(Caller, "new", [new ChatMessage(ChatRole.User, "new")], default);
        _time.Advance(TimeSpan.FromHours(5));

        Assert.Equal(1, await history.DeleteExpiredAsync(default));

        Assert.False((await history.ForgetAsync(Caller, "old", default)).Value);
        Assert.Single((await history.LoadAsync(Caller, "new", default)).Value!);
    }

    [Theory, Stores]
    public async Task Append_ManyAtOnceToOneSession_KeepsEveryTurn(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var history = Open(store);

        var failures = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => history.AppendAsync(Caller, "s", [new ChatMessage(ChatRole.User, $"{i}")], default).AsTask()));

        Assert.All(failures, Assert.Null);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}").Order(), (await history.LoadAsync(Caller, "s", default)).Value!.Select(message => message.Text).Order());
    }

    [Fact]
    public async Task Load_StoreClosed_AnswersStoreUnavailable()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        var opened = store.Open();
        var history = new StoredHistory(opened, new HistoryOptions(), _time, NullLogger<StoredHistory>.Instance);
        await opened.DisposeAsync();

        Assert.Equal("store-unavailable", (await history.LoadAsync(Caller, "s", default)).Failure!.Code);
        Assert.Equal("store-unavailable", (await history.AppendAsync(Caller, "s", [], default))!.Code);
    }

    private StoredHistory Open(TestStore store, int mostTurns = 100) => new(store.Open(), new HistoryOptions { MostTurns = mostTurns }, _time, NullLogger<StoredHistory>.Instance);
}

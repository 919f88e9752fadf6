using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Sessions.History;
using EdgeRuntime.Gateway.Store;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;
using Gateway.Tests.Ledger;
using Gateway.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Gateway.Tests.Sessions.History;

public sealed class StoredHistoryTests
{
    private static readonly Reservation Any = Turn(long.MaxValue);
    private static readonly Caller Caller = new("acme", "key-1", null);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20); // for a defect, not for a slow machine
    private readonly JumpingTime _time = new();

    [Theory, Stores]
    public async Task Load_AfterAppends_GivesTextsInOrderWithoutPictures(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var history = Open(store);
        var call = new ChatToolCall("call-1", "torch", "{\"on\":true}");
        await history.AppendAsync(
            Caller, "s", Any,
            [new ChatMessage(ChatRole.User, "torch on") { Images = [new byte[] { 1 }] },
                new ChatMessage(ChatRole.Assistant, "") { ToolCalls = [call] }], default);
        await history.AppendAsync(Caller, "s", Any, [new ChatMessage(ChatRole.Tool, "{}") { ToolCallId = "call-1" }], default);

        var loaded = (await history.LoadAsync(Caller, "s", default)).Value!;

        Assert.Equal(
            [(ChatRole.User, "torch on"), (ChatRole.Assistant, ""), (ChatRole.Tool, "{}")],
            loaded.Select(message => (message.Role, message.Text)));
        Assert.Equal(call, Assert.Single(loaded[1].ToolCalls));
        Assert.Equal("call-1", loaded[2].ToolCallId);
        Assert.All(loaded, message => Assert.Empty(message.Images));
    }

    [Theory, Stores]
    public async Task Load_AfterItsTime_GivesNothingAndTheNextTurnBringsNothingBack(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var history = Open(store);
        await history.AppendAsync(Caller, "s", Any, [new ChatMessage(ChatRole.User, "old")], default);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Empty((await history.LoadAsync(Caller, "s", default)).Value!);
        await history.AppendAsync(Caller, "s", Any, [new ChatMessage(ChatRole.User, "new")], default);

        Assert.Equal("new", Assert.Single((await history.LoadAsync(Caller, "s", default)).Value!).Text);
    }

    [Theory, Stores]
    public async Task Append_MoreTurnsThanAreKept_DropsTheOldest(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var history = Open(store, mostTurns: 2);

        foreach (var text in new[] { "one", "two", "three" })
        {
            await history.AppendAsync(Caller, "s", Any, [new ChatMessage(ChatRole.User, text)], default);
        }

        Assert.Equal(["two", "three"], (await history.LoadAsync(Caller, "s", default)).Value!.Select(message => message.Text));
    }

    [Theory, Stores]
    public async Task Forget_ASession_DeletesItAndSaysWhetherThereWasOne(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var history = Open(store);
        await history.AppendAsync(Caller, "s", Any, [new ChatMessage(ChatRole.User, "one")], default);

        Assert.True((await history.ForgetAsync(Caller, "s", default)).Value);
        Assert.False((await history.ForgetAsync(Caller, "s", default)).Value);
        Assert.Empty((await history.LoadAsync(Caller, "s", default)).Value!);
    }

    [Theory, Stores]
    public async Task DeleteExpired_OldAndNewSessions_DeletesTheOldOnly(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var history = Open(store);
        await history.AppendAsync(Caller, "old", Any, [new ChatMessage(ChatRole.User, "old")], default);
        _time.Advance(TimeSpan.FromHours(20));
        await history.AppendAsync(Caller, "new", Any, [new ChatMessage(ChatRole.User, "new")], default);
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

        var failures = await Task.WhenAll(Enumerable.Range(0, 12)
            .Select(i => history.AppendAsync(Caller, "s", Any, [new ChatMessage(ChatRole.User, $"{i}")], default).AsTask()));

        Assert.All(failures, Assert.Null);
        Assert.Equal(
            Enumerable.Range(0, 12).Select(i => $"{i}").Order(),
            (await history.LoadAsync(Caller, "s", default)).Value!.Select(message => message.Text).Order());
    }

    [PostgresFact]
    public async Task Append_RowOfOneSessionIsLocked_OtherTenantsHaveTheConnections()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        store.Options.CommandTimeout = TimeSpan.FromMinutes(1);
        var history = new StoredHistory(store.Open(), new HistoryOptions(), TimeProvider.System, NullLogger<StoredHistory>.Instance);
        var other = new Caller("other", "key-2", null);
        await history.AppendAsync(Caller, "held", Any, [new ChatMessage(ChatRole.User, "first")], default);
        await using var locked = new NpgsqlConnection(((PostgresStore)store.Open()).Source.ConnectionString);
        await locked.OpenAsync();
        var held = await locked.BeginTransactionAsync();
        await locked.Command("SELECT 1 FROM sessions WHERE session_id = 'held' FOR UPDATE").ExecuteAsync(default);

        var waiting = Enumerable.Range(0, 40).Select(i => AppendAsync(history, Caller, "held", $"{i}")).ToList();
        for (var turn = 0; turn < 20; turn++) Assert.Null(await AppendAsync(history, other, $"free-{turn}", "mine").WaitAsync(Patience));

        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        await held.RollbackAsync();
        Assert.All(await Task.WhenAll(waiting), Assert.Null);
        Assert.Equal(41, (await history.LoadAsync(Caller, "held", default)).Value!.Count);
    }

    [PostgresFact]
    public async Task Append_ManyTurnsOfOneSessionEndTogether_TakeOneConnection()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        store.Options.Url += ";Application Name=one-session";
        var postgres = store.Open();
        var history = new StoredHistory(postgres, new HistoryOptions(), TimeProvider.System, NullLogger<StoredHistory>.Instance);

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 80).Select(i => AppendAsync(history, Caller, "one", $"{i}"))), Assert.Null);

        await using var connection = await postgres.OpenReaderAsync(default);
        const string Count = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'one-session'";
        var opened = await connection.Command(Count).ListAsync(row => row.GetInt64(0), default);
        Assert.Equal(1, opened[0]); // a pool opens a connection for each that is wanted at once, and keeps it
    }

    [Theory, Stores]
    public async Task Append_SessionForgottenOnAnotherGatewaySinceTheTurnBegan_KeepsNothing(StoreKind kind)
    {
        await using var bench = await LedgerBench.CreateAsync(kind);
        var caller = await bench.TenantAsync("acme");
        var here = new StoredHistory(bench.Store, new HistoryOptions(), bench.Time, NullLogger<StoredHistory>.Instance);
        var there = new StoredHistory(
            kind == StoreKind.Sqlite ? bench.Store : bench.OpenStore(), new HistoryOptions(), bench.Time,
            NullLogger<StoredHistory>.Instance);
        var running = await bench.ReservedAsync(caller, "turn-1");

        await there.ForgetAsync(caller, "s", default);
        Assert.Null(await here.AppendAsync(caller, "s", Turn(running.BeganAt), [new ChatMessage(ChatRole.User, "secret")], default));
        Assert.Empty((await here.LoadAsync(caller, "s", default)).Value!);

        bench.Time.Advance(TimeSpan.FromSeconds(1));
        var next = await bench.ReservedAsync(caller, "turn-2");
        Assert.Null(await here.AppendAsync(caller, "s", Turn(next.BeganAt + 1), [new ChatMessage(ChatRole.User, "new")], default));
        Assert.Equal("new", Assert.Single((await there.LoadAsync(caller, "s", default)).Value!).Text);
    }

    [Theory, Stores]
    public async Task Load_SessionOfAnotherDeviceOfTheTenant_IsEmptyUnlessTheTenantSharesThem(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var history = Open(store);
        var (mine, theirs) = (Caller with { DeviceId = "mine" }, Caller with { DeviceId = "theirs" });
        await history.AppendAsync(mine, "s", Turn(1), [new ChatMessage(ChatRole.User, "mine")], default);

        Assert.Empty((await history.LoadAsync(theirs, "s", default)).Value!);
        Assert.False((await history.ForgetAsync(theirs, "s", default)).Value);
        Assert.Single((await history.LoadAsync(mine, "s", default)).Value!);
        Assert.True((await history.ForgetAsync(Caller with { DeviceId = null }, "s", default)).Value);

        var shared = Caller.Settings with { ShareSessions = true };
        await history.AppendAsync(mine with { Settings = shared }, "t", Turn(1), [new ChatMessage(ChatRole.User, "ours")], default);
        Assert.Single((await history.LoadAsync(theirs with { Settings = shared }, "t", default)).Value!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forget_OrExpire_TextIsInNoFileOfSqliteAnyMore(bool expires)
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        var history = Open(store);
        var secret = string.Concat(Enumerable.Range(0, 400).Select(at => $"needle-{at % 10} "));
        for (var turn = 0; turn < 40; turn++)
        {
            var text = turn % 2 == 0 ? secret : secret[..300];
            await history.AppendAsync(Caller, "s", Turn(1), [new ChatMessage(ChatRole.User, text)], default);
        }

        Assert.NotEmpty(FilesWith(store, "needle"));

        _time.Advance(TimeSpan.FromDays(2));
        if (expires) await history.DeleteExpiredAsync(default);
        else await history.ForgetAsync(Caller, "s", default);
        await history.AppendAsync(Caller, "other", Turn(1), [new ChatMessage(ChatRole.User, "hay")], default);

        Assert.Empty(FilesWith(store, "needle"));
        Assert.Single((await history.LoadAsync(Caller, "other", default)).Value!);
    }

    [PostgresFact]
    public async Task Append_TableOfTurnsWasSmallWhenItWasPlanned_NeverReadsAllOfIt()
    {
        const int Turns = 20; // the driver prepares after 5, the server keeps a plan after 5 more
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        await using var reader = await store.Open().OpenReaderAsync(default);
        await reader.Command("ANALYZE reservations").ExecuteAsync(default);
        await using (var asked = store.Open())
        {
            var history = new StoredHistory(asked, new HistoryOptions(), TimeProvider.System, NullLogger<StoredHistory>.Instance);
            for (var turn = 0; turn < Turns; turn++) Assert.Null(await AppendAsync(history, Caller, $"s-{turn}", "hello"));
        } // the server writes down what a connection has read when it ends

        const string Reads = """
            SELECT idx_scan, seq_scan FROM pg_stat_user_tables WHERE schemaname = current_schema() AND relname = 'reservations'
            """;
        (long ByKey, long Whole) reads = default;
        for (var left = Patience; reads.ByKey + reads.Whole < Turns && left > TimeSpan.Zero; left -= TimeSpan.FromMilliseconds(100))
        {
            await Task.Delay(100);
            reads = (await reader.Command(Reads).ListAsync(row => (row.GetInt64(0), row.GetInt64(1)), default))[0];
        }

        Assert.InRange(reads.ByKey, Turns, long.MaxValue);
    }

    private static List<string> FilesWith(TestStore store, string text) =>
        [.. Directory.GetFiles(store.Address)
            .Where(file => ReadShared(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0)];

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    [Fact]
    public async Task Load_StoreClosed_AnswersStoreUnavailable()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        var opened = store.Open();
        var history = new StoredHistory(opened, new HistoryOptions(), _time, NullLogger<StoredHistory>.Instance);
        await opened.DisposeAsync();

        Assert.Equal("store-unavailable", (await history.LoadAsync(Caller, "s", default)).Failure!.Code);
        Assert.Equal("store-unavailable", (await history.AppendAsync(Caller, "s", Any, [], default))!.Code);
    }

    private static Reservation Turn(long beganAt) => new("", 0, beganAt);

    private static Task<Failure?> AppendAsync(StoredHistory history, Caller caller, string session, string text) =>
        history.AppendAsync(caller, session, Any, [new ChatMessage(ChatRole.User, text)], default).AsTask();

    private StoredHistory Open(TestStore store, int mostTurns = 100) =>
        new(store.Open(), new HistoryOptions { MostTurns = mostTurns }, _time, NullLogger<StoredHistory>.Instance);
}

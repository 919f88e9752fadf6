using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Invoices;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Store;
using EdgeRuntime.Gateway.Tenants;
using Gateway.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Ledger;

/// <summary>A ledger on a store of its own, with a time and faults that tests rule.</summary>
internal sealed class LedgerBench : IAsyncDisposable
{
    public static readonly ModelPrice Price = new(
        "small", InputTokenNanos: 100, OutputTokenNanos: 400, AudioSecondNanos: 1000, ImageNanos: 5000);
    public static readonly DateOnly November = new(2026, 11, 1);

    private readonly TestStore _stores;
    private readonly LedgerOptions _options;

    private LedgerBench(TestStore stores, LedgerOptions options)
    {
        (_stores, _options, Store) = (stores, options, stores.Open());
        Reader = new LedgerReader(Store, NullLogger<LedgerReader>.Instance);
        Tenants = new TenantRegistry(Store, Time, NullLogger<TenantRegistry>.Instance);
        (Faults, Ledger) = OpenLedger(Store, TimeProvider.System);
    }

    public JumpingTime Time { get; } = new();

    /// <summary>What the ledger logged last.</summary>
    public LastFailure Log { get; } = new();

    public IStore Store { get; }

    public LedgerReader Reader { get; }

    public TenantRegistry Tenants { get; }

    public FaultyLedgerStore Faults { get; private set; }

    public EdgeRuntime.Gateway.Ledger.Ledger Ledger { get; private set; }

    public static async Task<LedgerBench> CreateAsync(StoreKind kind, LedgerOptions? options = null) =>
        new(await TestStore.CreateAsync(kind), options ?? new LedgerOptions());

    public static Caller CallerOf(string tenant, string? device = null) => new(tenant, "key-1", device);

    public async Task<Caller> TenantAsync(string id, long? budgetNanos = null)
    {
        Assert.Null((await Tenants.AddAsync(id, id, new TenantSettings { MonthlyBudgetNanos = budgetNanos }, default)).Failure);
        return CallerOf(id);
    }

    public Task<Outcome<Reservation>> ReserveAsync(Caller caller, string key, long most = 1000, long least = 1, TimeSpan? lasts = null) =>
        Ledger.ReserveAsync(
        caller, new ReservationRequest(key, "session", Price, most, least, lasts ?? TimeSpan.FromMinutes(1)), default).AsTask();

    public async Task<Reservation> ReservedAsync(Caller caller, string key, long most = 1000, long least = 1, TimeSpan? lasts = null)
    {
        var reserved = await ReserveAsync(caller, key, most, least, lasts);
        Assert.True(reserved.Failure is null, $"{reserved.Failure} {Log}");
        return reserved.Value!;
    }

    public async Task<Bill> SettledAsync(Caller caller, string id, long outputTokens)
    {
        var settled = await Ledger.SettleAsync(caller, id, new Amounts(0, outputTokens), "complete");
        Assert.True(settled.Failure is null, $"{settled.Failure} {Log}");
        return settled.Value!;
    }

    public async Task<UsageTotals> UsageAsync(Caller caller, DateOnly? month = null, string? device = null)
    {
        var usage = await Ledger.UsageAsync(caller, month ?? November, device, default);
        Assert.Null(usage.Failure);
        return usage.Value!;
    }

    /// <summary>The same store as another gateway opens it.</summary>
    public IStore OpenStore() => _stores.Open();

    /// <summary>Another gateway on the same store; the caller disposes it.</summary>
    public (FaultyLedgerStore Faults, EdgeRuntime.Gateway.Ledger.Ledger Ledger) OpenSecond() =>
        OpenLedger(_stores.Open(), TimeProvider.System);

    /// <summary>The process is killed and started again: whatever was not committed is lost, and so is everything in memory.</summary>
    public async Task KillAndRestartAsync()
    {
        Faults.Dead = true;
        await Ledger.DisposeAsync();
        await UntilItsLockIsGoneAsync(Faults.Owner);
        (Faults, Ledger) = OpenLedger(Store, new HurriedTime()); // nobody else could come back
        await Ledger.SweepAsync(default);
    }

    // A busy PostgreSQL takes a moment to notice that a connection has ended, and until then its owner counts as alive.
    private async Task UntilItsLockIsGoneAsync(long owner)
    {
        if (Store is not PostgresStore) return;
        const string Held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = @owner";
        for (var tries = 0; ; tries++)
        {
            await using (var connection = await Store.OpenReaderAsync(default))
            {
                if ((await connection.Command(Held, ("owner", owner)).ListAsync(row => row.GetInt64(0), default))[0] == 0) return;
            }

            Assert.True(tries < 500, "The killed ledger's lock is still held after 10 s.");
            await Task.Delay(20);
        }
    }

    /// <summary>Ends the session in the database that shows that a ledger lives; gives how many there were.</summary>
    public async Task<int> EndPresenceAsync(long owner)
    {
        await using var connection = await Store.OpenReaderAsync(default);
        return (await connection.Command(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = @owner", ("owner", owner))
            .ListAsync(row => row.GetBoolean(0), default)).Count;
    }

    /// <summary>Sets the time of all turns by the store's clock, as if they had been reserved so much earlier.</summary>
    public ValueTask<int> AgeAsync(TimeSpan by) => Store.WriteAsync(
        true,
        (connection, stop) => connection.Command(
            "UPDATE reservations SET expires_at = expires_at - @by", ("by", (long)by.TotalMilliseconds)).ExecuteAsync(stop),
        default);

    /// <summary>Fails when the books do not agree with each other.</summary>
    public async Task AuditAsync() => Assert.Empty(await new LedgerAudit(Store).FindAsync(default));

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        await _stores.DisposeAsync();
    }

    private (FaultyLedgerStore, EdgeRuntime.Gateway.Ledger.Ledger) OpenLedger(IStore store, TimeProvider time)
    {
        var faulty = new FaultyLedgerStore(LedgerServices.OpenStore(store, time, NullLogger.Instance));
        return (faulty,
            new EdgeRuntime.Gateway.Ledger.Ledger(faulty, new LedgerReader(store, NullLogger<LedgerReader>.Instance), _options, Time, Log));
    }
}

using System.Diagnostics;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Store;
using EdgeRuntime.Gateway.Tenants;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Ledger;

/// <summary>A child that hammers the ledger on PostgreSQL and is stopped with SIGSTOP while it holds the row of a tenant.</summary>
internal sealed class FrozenGateway : IAsyncDisposable
{
    public const string Other = "other";

    private readonly Process _child;
    private readonly PostgresStore _store;
    private readonly Dictionary<string, long> _told = [];
    private readonly Task _reading;
    private int _bills;

    private FrozenGateway(Process child, PostgresStore store) =>
        (_child, _store, _reading) = (child, store, ReadAsync(child.StandardOutput));

    public static async Task<FrozenGateway> StartAsync(string address, PostgresStore store)
    {
        var tenants = new TenantRegistry(store, TimeProvider.System, NullLogger<TenantRegistry>.Instance);
        foreach (var tenant in new[] { LedgerHammer.Tenant, Other }) await tenants.AddAsync(tenant, tenant, new TenantSettings(), default);
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(dotnet, [typeof(FrozenGateway).Assembly.Location, "hammer", address])
        {
            RedirectStandardOutput = true,
        };
        return new FrozenGateway(Process.Start(start)!, store);
    }

    /// <summary>Stops and continues it until it is stopped between two statements of a transaction that holds locks.</summary>
    public async Task FreezeInATransactionAsync()
    {
        while (true)
        {
            await SignalAsync("STOP");
            if (Volatile.Read(ref _bills) > 0 && await HoldsARowAsync()) return;
            await SignalAsync("CONT");
            await Task.Delay(1);
        }
    }

    /// <summary>Lets it go on until it was answered once more, and ends it.</summary>
    public async Task ThawAsync()
    {
        var before = Volatile.Read(ref _bills);
        await SignalAsync("CONT");
        while (Volatile.Read(ref _bills) <= before) await Task.Delay(10);
        _child.Kill();
        await _reading;
    }

    /// <summary>What is stored against what it was told; empty when they agree.</summary>
    public async Task<List<string>> FindWrongAsync(IStore store)
    {
        var wrong = new List<string>(await new LedgerAudit(store).FindAsync(default));
        await using var connection = await store.OpenReaderAsync(default);
        var stored = (await connection.Command("SELECT bill_id, cost_nanos FROM bills")
            .ListAsync(row => (Id: row.GetString(0), Cost: row.GetInt64(1)), default)).ToDictionary(row => row.Id, row => row.Cost);
        wrong.AddRange(_told.Where(told => !stored.TryGetValue(told.Key, out var cost) || cost != told.Value)
            .Select(told => $"{told.Key} was told {told.Value} and is lost"));
        return wrong;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_child.HasExited) _child.Kill();
        await _child.WaitForExitAsync();
        _child.Dispose();
    }

    // The server takes a moment to notice that nothing follows; a transaction that goes on without the client is not one that hangs.
    private async Task<bool> HoldsARowAsync()
    {
        await using var connection = await _store.OpenReaderAsync(default);
        const string hanging =
            "SELECT count(*) FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE state = 'idle in transaction' AND relation = "
            + "'tenants'::regclass AND mode = 'RowShareLock'";
        return (await connection.Command(hanging).ListAsync(row => row.GetInt64(0), default))[0] > 0;
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_child.Id}"]);
        await kill.WaitForExitAsync();
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is not ["settled", var id, var cost, "."]) continue;
            _told[id] = long.Parse(cost, System.Globalization.CultureInfo.InvariantCulture);
            Interlocked.Increment(ref _bills);
        }
    }
}

using System.Data.Common;
using System.Text.Json;
using EdgeRuntime.Gateway.Store;

namespace EdgeRuntime.Gateway.Tenants;

/// <summary>What the operator does with tenants. Safe for several threads and gateways.</summary>
internal sealed class TenantRegistry(IStore store, TimeProvider time, ILogger<TenantRegistry> log)
{
    private const string Select = "SELECT tenant_id, name, settings, budget_nanos, suspended, created_at FROM tenants";

    /// <summary>Makes a tenant. Failures: <c>id-wrong</c>, <c>tenant-exists</c>, <c>setting-wrong</c>.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when a tenant was added")]
    public ValueTask<Outcome<TenantRow>> AddAsync(string id, string name, TenantSettings settings, CancellationToken cancellationToken) =>
        WriteAsync<TenantRow>(async (connection, stop) =>
    {
        if (!TenantIds.IsTenant(id)) return TenantFailures.BadId("tenant", id, "1 to 64 of a-z, 0-9 and '-', not beginning with '-'");
        if ((TenantSettingsRules.ProblemOfName(name) ?? TenantSettingsRules.Problem(settings)) is { } problem) return problem;
        if (await FindAsync(connection, id, stop) is not null) return TenantFailures.TenantExists(id);
        var now = time.GetUtcNow();
        await connection.Command(
            "INSERT INTO tenants (tenant_id, name, settings, budget_nanos, suspended, created_at) VALUES (@id, @name, @settings, "
            + "@budget, 0, @now)",
            ("id", id), ("name", name), ("settings", Text(settings)), ("budget", settings.MonthlyBudgetNanos),
            ("now", now.ToUnixTimeMilliseconds())).ExecuteAsync(stop);
        return new TenantRow(id, name, settings, false, now);
    }, cancellationToken);

    /// <summary>All tenants by id.</summary>
    public ValueTask<Outcome<List<TenantRow>>> ListAsync(CancellationToken cancellationToken) =>
        ReadAsync<List<TenantRow>>(
            async (connection, stop) =>
                await connection.Command($"{Select} ORDER BY tenant_id").ListAsync(Read, stop), cancellationToken);

    /// <summary>One tenant, or <c>tenant-unknown</c>.</summary>
    public ValueTask<Outcome<TenantRow>> FindAsync(string id, CancellationToken cancellationToken) => ReadAsync<TenantRow>(
        async (connection, stop) => await FindAsync(connection, id, stop) is { } found
            ? found
            : TenantFailures.TenantUnknown(id), cancellationToken);

    /// <summary>Changes a tenant's settings. Failures: <c>tenant-unknown</c>, <c>setting-wrong</c>.</summary>
    public ValueTask<Outcome<TenantRow>> ChangeAsync(
        string id, Func<TenantSettings, TenantSettings> change, CancellationToken cancellationToken) =>
            WriteAsync<TenantRow>(async (connection, stop) =>
    {
        if (await FindAsync(connection, id, stop) is not { } found) return TenantFailures.TenantUnknown(id);
        var settings = change(found.Settings);
        if (TenantSettingsRules.Problem(settings) is { } problem) return problem;
        await connection.Command(
            "UPDATE tenants SET settings = @settings, budget_nanos = @budget WHERE tenant_id = @id",
            ("settings", Text(settings)), ("budget", settings.MonthlyBudgetNanos), ("id", id)).ExecuteAsync(stop);
        return found with { Settings = settings };
    }, cancellationToken);

    /// <summary>Refuses or admits all keys of a tenant; turns that run are ended and billed. Failure: <c>tenant-unknown</c>.</summary>
    public ValueTask<Outcome<TenantRow>> SuspendAsync(string id, bool suspended, CancellationToken cancellationToken) =>
        WriteAsync<TenantRow>(async (connection, stop) =>
    {
        await connection.Command(
            "UPDATE tenants SET suspended = @suspended WHERE tenant_id = @id", ("suspended", suspended ? 1L : 0L), ("id", id))
                .ExecuteAsync(stop);
        return await FindAsync(connection, id, stop) is { } found ? found : TenantFailures.TenantUnknown(id);
    }, cancellationToken);

    /// <summary>Reads settings and budget, which lie in two columns because the ledger needs the budget in SQL.</summary>
    internal static TenantSettings ReadSettings(string json, long? budgetNanos) =>
        JsonSerializer.Deserialize(json, TenantJson.Default.TenantSettings)! with { MonthlyBudgetNanos = budgetNanos };

    private static string Text(TenantSettings settings) =>
        JsonSerializer.Serialize(settings with { MonthlyBudgetNanos = null }, TenantJson.Default.TenantSettings);

    private static TenantRow Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), ReadSettings(row.GetString(2), row.GetInt64OrNull(3)), row.GetInt64(4) != 0,
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)));

    private static ValueTask<TenantRow?> FindAsync(DbConnection connection, string id, CancellationToken cancellationToken) =>
        connection.Command($"{Select} WHERE tenant_id = @id", ("id", id)).FirstAsync(Read, cancellationToken);

    private ValueTask<Outcome<T>> WriteAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<Outcome<T>>> work, CancellationToken cancellationToken) =>
        StoreFailures.GuardAsync(log, () => store.WriteAsync(durable: true, work, cancellationToken));

    private ValueTask<Outcome<T>> ReadAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<Outcome<T>>> work, CancellationToken cancellationToken) =>
            StoreFailures.GuardAsync(log, async () =>
    {
        await using var connection = await store.OpenReaderAsync(cancellationToken);
        return await work(connection, cancellationToken);
    });
}

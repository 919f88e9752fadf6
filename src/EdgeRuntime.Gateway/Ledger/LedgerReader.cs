using System.Data.Common;
using EdgeRuntime.Gateway.Ledger.Invoices;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Ledger.Stores;
using EdgeRuntime.Gateway.Store;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Reads sums of the ledger; never waits for what is being written.</summary>
internal sealed class LedgerReader(IStore store, ILogger<LedgerReader> log)
{
    /// <summary>Totals of a tenant, or of one of its devices; what may still be spent is always the tenant's.</summary>
    public ValueTask<Outcome<UsageTotals>> UsageAsync(string tenantId, int month, string? deviceId, CancellationToken cancellationToken) =>
        StoreFailures.GuardAsync(log, async () =>
    {
        await using var connection = await store.OpenReaderAsync(cancellationToken);
        var lines = await LinesAsync(connection, tenantId, month, deviceId, cancellationToken);
        var used = lines.Aggregate(new UsageSum(), (sum, line) => sum.Add(line.Value));
        var balance = await BalanceAsync(connection, tenantId, month, cancellationToken);
        var reserved = deviceId is null
            ? balance.ReservedNanos
            : await ReservedAsync(connection, tenantId, month, deviceId, cancellationToken);
        var budget = await BudgetAsync(connection, tenantId, cancellationToken);
        var left = budget is null ? budget : Math.Max(0, budget.Value - balance.SettledNanos - balance.ReservedNanos);
        return (Outcome<UsageTotals>)new UsageTotals(used.Turns, used.Used, used.CostNanos, reserved, left);
    });

    /// <summary>What a month's bills come to, by device, model and price. Reads every bill.</summary>
    public ValueTask<Outcome<IReadOnlyList<BilledUsage>>> BilledAsync(string tenantId, int month, CancellationToken cancellationToken) =>
        StoreFailures.GuardAsync(log, async () =>
    {
        const string prices = "device_id, model, input_token_nanos, output_token_nanos, audio_second_nanos, image_nanos";
        string[] sums = ["input_tokens", "output_tokens", "audio_input_ms", "audio_output_ms", "images", "cost_nanos", "estimated"];
        await using var connection = await store.OpenReaderAsync(cancellationToken);
        return Outcome<IReadOnlyList<BilledUsage>>.From(await connection.Command(
            $"SELECT {prices}, count(*), {string.Join(", ", sums.Select(sum => $"CAST(sum({sum}) AS BIGINT)"))} FROM bills "
            + $"WHERE tenant_id = @tenant AND month = @month GROUP BY {prices} ORDER BY {prices}",
            Values(tenantId, month, null)).ListAsync(ReadBilled, cancellationToken));
    });

    private static BilledUsage ReadBilled(DbDataReader row) => new(
        row.GetString(0),
        new ModelPrice(row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)),
        new UsageSum(
            row.GetInt64(6), new Amounts(row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11)),
            row.GetInt64(12)),
        row.GetInt64(13));

    private static ValueTask<List<KeyValuePair<UsageKey, UsageSum>>> LinesAsync(
        DbConnection connection, string tenantId, int month, string? deviceId, CancellationToken cancellationToken)
    {
        var ofDevice = deviceId is null ? "" : " AND device_id = @device";
        return connection.Command(
            $"{LedgerSql.SelectUsage} WHERE tenant_id = @tenant AND month = @month{ofDevice} ORDER BY device_id, model",
            Values(tenantId, month, deviceId))
            .ListAsync(LedgerColumns.ReadUsage, cancellationToken);
    }

    private static async ValueTask<Balance> BalanceAsync(
        DbConnection connection, string tenantId, int month, CancellationToken cancellationToken) =>
        (await connection.Command(
            "SELECT settled_nanos, reserved_nanos FROM balances WHERE tenant_id = @tenant AND month = @month",
            Values(tenantId, month, null))
            .ListAsync(row => new Balance(row.GetInt64(0), row.GetInt64(1)), cancellationToken)).FirstOrDefault();

    private static async ValueTask<long> ReservedAsync(
        DbConnection connection, string tenantId, int month, string deviceId, CancellationToken cancellationToken) =>
        (await connection.Command(
            "SELECT CAST(coalesce(sum(granted_nanos), 0) AS BIGINT) FROM reservations WHERE tenant_id = @tenant AND month = @month AND "
            + "device_id = @device AND ended_at = 0",
            Values(tenantId, month, deviceId)).ListAsync(row => row.GetInt64(0), cancellationToken))[0];

    private static async ValueTask<long?> BudgetAsync(DbConnection connection, string tenantId, CancellationToken cancellationToken) =>
        (await connection.Command("SELECT budget_nanos FROM tenants WHERE tenant_id = @tenant", ("tenant", tenantId))
            .ListAsync(row => row.GetInt64OrNull(0), cancellationToken)).FirstOrDefault();

    private static (string Name, object? Value)[] Values(string tenantId, int month, string? deviceId) => deviceId is null
        ? [("tenant", tenantId), ("month", (long)month)]
        : [("tenant", tenantId), ("month", (long)month), ("device", deviceId)];
}

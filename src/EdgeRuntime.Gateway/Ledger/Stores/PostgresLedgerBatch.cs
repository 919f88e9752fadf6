using EdgeRuntime.Gateway.Ledger.Operations;
using Npgsql;

namespace EdgeRuntime.Gateway.Ledger.Stores;

/// <summary>Fills a <see cref="LedgerBook"/> from PostgreSQL and writes its changes,
/// each in one round trip whatever the number of rows: rows travel as one array per column. The transaction is the caller's.</summary>
internal sealed class PostgresLedgerBatch(NpgsqlConnection connection)
{
    // Locked in order, so that two gateways cannot wait for each other in a circle.
    // Every change of a tenant's money is made under this lock.
    private const string LockTenants =
        "SELECT tenant_id, budget_nanos, suspended FROM tenants WHERE tenant_id = ANY($1) ORDER BY tenant_id FOR NO KEY UPDATE";

    // The same without waiting: a tenant that another transaction holds is found and not locked.
    private const string LockFreeTenants = """
        WITH held AS (SELECT tenant_id, budget_nanos, suspended FROM tenants WHERE tenant_id = ANY($1) ORDER BY tenant_id FOR NO KEY UPDATE SKIP LOCKED)
        SELECT tenant_id, held.budget_nanos, held.suspended FROM tenants LEFT JOIN held USING (tenant_id) WHERE tenant_id = ANY($1)
        """;

    private const string SelectBalances = """
        SELECT tenant_id, month, settled_nanos, reserved_nanos FROM balances WHERE (tenant_id, month) IN (
            SELECT * FROM unnest($1::text[], $2::bigint[]) UNION SELECT tenant_id, month FROM reservations WHERE reservation_id = ANY($3))
        """;

    private static readonly string SelectReservations = $"{LedgerSql.SelectReservation} WHERE reservation_id = ANY($1)";
    private static readonly string SelectBills = $"{LedgerSql.SelectBill} WHERE bill_id = ANY($1)";

    /// <summary>Begins with the limits of the transaction, locks the tenants and reads what the operations need.</summary>
    /// <param name="operations">What will be decided.</param>
    /// <param name="limits">Of <see cref="Store.PostgresStore.Limits"/>.</param>
    /// <param name="wait">Whether it waits for tenants that are locked;
    /// otherwise they are left out of the book and given in <paramref name="heldUp"/>.</param>
    /// <param name="heldUp">Takes tenants that are locked.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async ValueTask<LedgerBook> ReadAsync(
        IReadOnlyList<LedgerOperation> operations, string limits, bool wait, HashSet<string> heldUp, CancellationToken cancellationToken)
    {
        string[] tenants = [.. operations.Select(operation => operation.TenantId).Distinct()];
        string[] turns = [.. operations.Select(operation => operation.TurnId).Distinct()];
        var months = operations.Select(operation => (operation.TenantId, operation.Month)).Distinct().ToList();
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, limits);
        Add(batch, wait ? LockTenants : LockFreeTenants, tenants);
        Add(batch, SelectReservations, turns);
        Add(batch, SelectBills, turns);
        Add(batch, SelectBalances, months.Select(pair => pair.TenantId).ToArray(), months.Select(pair => (long)pair.Month).ToArray(),
            turns);
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        return await ReadAsync(rows, heldUp, cancellationToken);
    }

    public async ValueTask WriteAsync(LedgerBook book, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        string[] removed = [.. book.Removed];
        if (removed.Length > 0) Add(batch, "DELETE FROM reservations WHERE reservation_id = ANY($1)", removed);
        AddRows(batch, LedgerSql.UpsertReservation, LedgerColumns.Reservation, [.. book.Kept]);
        AddRows(batch, LedgerSql.InsertBill, LedgerColumns.Bill, book.NewBills);
        AddRows(batch, LedgerSql.InsertPosting, LedgerColumns.Posting, [.. book.NewBills.SelectMany(LedgerColumns.Postings)]);
        AddRows(batch, LedgerSql.UpsertBalance, LedgerColumns.Balance, [.. book.Balances]);
        AddRows(batch, LedgerSql.AddUsage, LedgerColumns.Usage, [.. book.Usage]);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async ValueTask<LedgerBook> ReadAsync(NpgsqlDataReader rows, HashSet<string> heldUp, CancellationToken cancellationToken)
    {
        var book = new LedgerBook();
        while (await rows.ReadAsync(cancellationToken)) book.Now = rows.GetInt64(0);
        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (rows.IsDBNull(2)) heldUp.Add(rows.GetString(0));
            else book.Read(rows.GetString(0), new TenantFunds(rows.IsDBNull(1) ? null : rows.GetInt64(1), rows.GetInt64(2) != 0));
        }

        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken)) book.Read(LedgerColumns.ReadReservation(rows));
        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken)) book.Read(LedgerColumns.ReadBill(rows));
        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            book.Read(rows.GetString(0), (int)rows.GetInt64(1), new Balance(rows.GetInt64(2), rows.GetInt64(3)));
        }

        return book;
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<Array> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }

    private static void AddRows<T>(
        NpgsqlBatch batch, Func<string, string> sql, IReadOnlyList<LedgerColumn<T>> columns, IReadOnlyList<T> rows)
    {
        if (rows.Count == 0) return;
        var types = string.Join(", ", columns.Select((column, at) => column.Text is null ? $"${at + 1}::bigint[]" : $"${at + 1}::text[]"));
        var command = new NpgsqlBatchCommand(sql($"SELECT * FROM unnest({types})"));
        foreach (var column in columns)
        {
            object values = column.Text is { } text ? rows.Select(text).ToArray() : rows.Select(column.Number!).ToArray();
            command.Parameters.Add(new NpgsqlParameter { Value = values });
        }

        batch.BatchCommands.Add(command);
    }
}

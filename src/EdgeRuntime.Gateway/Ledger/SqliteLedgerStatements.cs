using Microsoft.Data.Sqlite;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Fills a <see cref="LedgerBook"/> from SQLite and writes its changes, inside the transaction of its caller.</summary>
internal sealed class SqliteLedgerStatements(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _funds = new(connection, "SELECT budget_nanos, suspended FROM tenants WHERE tenant_id = $1", 1);
    private readonly SqliteStatement _reservation = new(connection, $"{LedgerSql.SelectReservation} WHERE reservation_id = $1", 1);
    private readonly SqliteStatement _bill = new(connection, $"{LedgerSql.SelectBill} WHERE bill_id = $1", 1);
    private readonly SqliteStatement _balance = new(connection, "SELECT settled_nanos, reserved_nanos FROM balances WHERE tenant_id = $1 AND month = $2", 2);
    private readonly SqliteStatement _removeReservation = new(connection, "DELETE FROM reservations WHERE reservation_id = $1", 1);
    private readonly SqliteStatement _keepReservation = Insert(connection, LedgerSql.UpsertReservation, LedgerColumns.Reservation);
    private readonly SqliteStatement _addBill = Insert(connection, LedgerSql.InsertBill, LedgerColumns.Bill);
    private readonly SqliteStatement _addPosting = Insert(connection, LedgerSql.InsertPosting, LedgerColumns.Posting);
    private readonly SqliteStatement _setBalance = Insert(connection, LedgerSql.UpsertBalance, LedgerColumns.Balance);
    private readonly SqliteStatement _addUsage = Insert(connection, LedgerSql.AddUsage, LedgerColumns.Usage);

    public LedgerBook Read(IReadOnlyList<LedgerOperation> operations)
    {
        var book = new LedgerBook();
        var balances = new HashSet<(string TenantId, int Month)>();
        foreach (var tenant in operations.Select(operation => operation.TenantId).Distinct()) ReadFunds(book, tenant);
        foreach (var turn in operations.Select(operation => operation.TurnId).Distinct()) ReadTurn(book, turn, balances);
        foreach (var operation in operations) balances.Add((operation.TenantId, operation.Month));
        foreach (var (tenant, month) in balances) ReadBalance(book, tenant, month);
        return book;
    }

    public void Write(LedgerBook book)
    {
        foreach (var id in book.Removed) _removeReservation.Run(id);
        foreach (var row in book.Kept) _keepReservation.Run(LedgerColumns.Reservation, row);
        foreach (var row in book.NewBills)
        {
            _addBill.Run(LedgerColumns.Bill, row);
            foreach (var posting in LedgerColumns.Postings(row)) _addPosting.Run(LedgerColumns.Posting, posting);
        }

        foreach (var row in book.Balances) _setBalance.Run(LedgerColumns.Balance, row);
        foreach (var row in book.Usage) _addUsage.Run(LedgerColumns.Usage, row);
    }

    public void Dispose()
    {
        SqliteStatement[] all = [_funds, _reservation, _bill, _balance, _removeReservation, _keepReservation, _addBill, _addPosting, _setBalance, _addUsage];
        foreach (var statement in all) statement.Dispose();
    }

    private static SqliteStatement Insert<T>(SqliteConnection connection, Func<string, string> sql, IReadOnlyList<LedgerColumn<T>> columns) =>
        new(connection, sql(SqliteStatement.Values(columns.Count)), columns.Count);

    private void ReadFunds(LedgerBook book, string tenantId)
    {
        using var row = _funds.Query(tenantId);
        if (row.Read()) book.Read(tenantId, new TenantFunds(row.IsDBNull(0) ? null : row.GetInt64(0), row.GetInt64(1) != 0));
    }

    private void ReadTurn(LedgerBook book, string turnId, HashSet<(string TenantId, int Month)> balances)
    {
        using (var row = _reservation.Query(turnId))
        {
            if (row.Read())
            {
                var reservation = LedgerColumns.ReadReservation(row);
                book.Read(reservation);
                balances.Add((reservation.TenantId, reservation.Month));
                return; // a turn is either reserved or billed
            }
        }

        using var billed = _bill.Query(turnId);
        if (billed.Read()) book.Read(LedgerColumns.ReadBill(billed));
    }

    private void ReadBalance(LedgerBook book, string tenantId, int month)
    {
        using var row = _balance.Query(tenantId, month);
        if (row.Read()) book.Read(tenantId, month, new Balance(row.GetInt64(0), row.GetInt64(1)));
    }
}

using EdgeRuntime.Gateway.Ledger.Operations;
using EdgeRuntime.Gateway.Store;
using Microsoft.Data.Sqlite;

namespace EdgeRuntime.Gateway.Ledger.Stores;

/// <summary>Fills a <see cref="LedgerBook"/> from SQLite and writes its changes, inside the transaction of its caller.</summary>
internal sealed class SqliteLedgerStatements(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _funds = new(connection, "SELECT budget_nanos, suspended FROM tenants WHERE tenant_id = $1");
    private readonly SqliteStatement _reservation = new(connection, $"{LedgerSql.SelectReservation} WHERE reservation_id = $1");
    private readonly SqliteStatement _bill = new(connection, $"{LedgerSql.SelectBill} WHERE bill_id = $1");
    private readonly SqliteStatement _balance = new(
        connection, "SELECT settled_nanos, reserved_nanos FROM balances WHERE tenant_id = $1 AND month = $2");
    private readonly SqliteStatement _removeReservation = new(connection, "DELETE FROM reservations WHERE reservation_id = $1");
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
        foreach (var id in book.Removed) _removeReservation.Bind(1, id).Run();
        foreach (var row in book.Kept) Run(_keepReservation, LedgerColumns.Reservation, row);
        foreach (var row in book.NewBills)
        {
            Run(_addBill, LedgerColumns.Bill, row);
            foreach (var posting in LedgerColumns.Postings(row)) Run(_addPosting, LedgerColumns.Posting, posting);
        }

        foreach (var row in book.Balances) Run(_setBalance, LedgerColumns.Balance, row);
        foreach (var row in book.Usage) Run(_addUsage, LedgerColumns.Usage, row);
    }

    public void Dispose()
    {
        SqliteStatement[] all =
        [
            _funds, _reservation, _bill, _balance, _removeReservation, _keepReservation, _addBill, _addPosting, _setBalance, _addUsage,
        ];
        foreach (var statement in all) statement.Dispose();
    }

    private static SqliteStatement Insert<T>(
        SqliteConnection connection, Func<string, string> sql, IReadOnlyList<LedgerColumn<T>> columns) =>
        new(connection, sql(SqliteStatement.Values(columns.Count)));

    private static void Run<T>(SqliteStatement statement, IReadOnlyList<LedgerColumn<T>> columns, T row)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Text is { } text) statement.Bind(i + 1, text(row));
            else statement.Bind(i + 1, columns[i].Number!(row));
        }

        statement.Run();
    }

    private void ReadFunds(LedgerBook book, string tenantId)
    {
        if (_funds.Bind(1, tenantId).Find(row => new TenantFunds(row.NumberOrNull(0), row.Number(1) != 0), out var funds))
        {
            book.Read(tenantId, funds);
        }
    }

    private void ReadTurn(LedgerBook book, string turnId, HashSet<(string TenantId, int Month)> balances)
    {
        if (_reservation.Bind(1, turnId).Find(row => LedgerColumns.ReadReservation(row.Text, row.Number), out var reservation))
        {
            book.Read(reservation);
            balances.Add((reservation.TenantId, reservation.Month));
            return; // a turn is either reserved or billed
        }

        if (_bill.Bind(1, turnId).Find(row => LedgerColumns.ReadBill(row.Text, row.Number), out var bill)) book.Read(bill);
    }

    private void ReadBalance(LedgerBook book, string tenantId, int month)
    {
        if (_balance.Bind(1, tenantId).Bind(2, month).Find(row => new Balance(row.Number(0), row.Number(1)), out var balance))
        {
            book.Read(tenantId, month, balance);
        }
    }
}

namespace EdgeRuntime.Gateway.Ledger.Stores;

/// <summary>Statements of the ledger that differ only in where their rows come from.</summary>
internal static class LedgerSql
{
    public static readonly string SelectReservation = $"SELECT {LedgerColumns.Names(LedgerColumns.Reservation)} FROM reservations";

    public static readonly string SelectBill = $"SELECT {LedgerColumns.Names(LedgerColumns.Bill)} FROM bills";

    public static readonly string SelectUsage = $"SELECT {LedgerColumns.Names(LedgerColumns.Usage)} FROM usage";

    public static string UpsertReservation(string rows) =>
        $"INSERT INTO reservations ({LedgerColumns.Names(LedgerColumns.Reservation)}) {rows} ON CONFLICT (reservation_id) DO UPDATE SET "
            + $"{Taken(LedgerColumns.Reservation.Skip(1))}";

    public static string InsertBill(string rows) => $"INSERT INTO bills ({LedgerColumns.Names(LedgerColumns.Bill)}) {rows}";

    public static string InsertPosting(string rows) => $"INSERT INTO postings ({LedgerColumns.Names(LedgerColumns.Posting)}) {rows}";

    public static string UpsertBalance(string rows) =>
        $"INSERT INTO balances ({LedgerColumns.Names(LedgerColumns.Balance)}) {rows} ON CONFLICT (tenant_id, month) DO UPDATE SET "
            + $"{Taken(LedgerColumns.Balance.Skip(2))}";

    public static string AddUsage(string rows) =>
        $"INSERT INTO usage ({LedgerColumns.Names(LedgerColumns.Usage)}) {rows} ON CONFLICT (tenant_id, month, device_id, model) DO "
            + $"UPDATE SET {Added(LedgerColumns.Usage.Skip(4))}";

    private static string Taken<T>(IEnumerable<LedgerColumn<T>> columns) =>
        string.Join(", ", columns.Select(column => $"{column.Name} = excluded.{column.Name}"));

    private static string Added<T>(IEnumerable<LedgerColumn<T>> columns) =>
        string.Join(", ", columns.Select(column => $"{column.Name} = usage.{column.Name} + excluded.{column.Name}"));
}

using System.Data.Common;
using EdgeRuntime.Gateway.Ledger.Invoices;
using EdgeRuntime.Gateway.Ledger.Prices;
using BalanceColumn =
    EdgeRuntime.Gateway.Ledger.Stores.LedgerColumn<((string TenantId, int Month) Key, EdgeRuntime.Gateway.Ledger.Balance Balance)>;
using BillColumn = EdgeRuntime.Gateway.Ledger.Stores.LedgerColumn<EdgeRuntime.Gateway.Ledger.BillRow>;
using PostingColumn = EdgeRuntime.Gateway.Ledger.Stores.LedgerColumn<(string BillId, string Account, long AmountNanos)>;
using ReservationColumn = EdgeRuntime.Gateway.Ledger.Stores.LedgerColumn<EdgeRuntime.Gateway.Ledger.ReservationRow>;
using UsageColumn = EdgeRuntime.Gateway.Ledger.Stores.LedgerColumn<
    System.Collections.Generic.KeyValuePair<EdgeRuntime.Gateway.Ledger.Invoices.UsageKey, EdgeRuntime.Gateway.Ledger.Invoices.UsageSum>>;

namespace EdgeRuntime.Gateway.Ledger.Stores;

/// <summary>How rows of the ledger lie in tables, once for both databases. Readers expect the columns in this order.</summary>
internal static class LedgerColumns
{
    public static IReadOnlyList<ReservationColumn> Reservation { get; } =
    [
        ReservationColumn.Create("reservation_id", row => row.Id),
        .. Turn,
        ReservationColumn.Create("owner", row => row.Owner),
        ReservationColumn.Create("attempt", row => row.Attempt),
        ReservationColumn.Create("ended_at", row => row.EndedAt),
        ReservationColumn.Create("expires_at", row => row.ExpiresAt),
    ];

    public static IReadOnlyList<BillColumn> Bill { get; } =
    [
        BillColumn.Create("bill_id", row => row.Bill.Id),
        .. Turn.Select(OfReservation),
        BillColumn.Create("input_tokens", row => row.Bill.Used.InputTokens),
        BillColumn.Create("output_tokens", row => row.Bill.Used.OutputTokens),
        BillColumn.Create("audio_input_ms", row => row.Bill.Used.AudioInputMs),
        BillColumn.Create("audio_output_ms", row => row.Bill.Used.AudioOutputMs),
        BillColumn.Create("images", row => row.Bill.Used.Images),
        BillColumn.Create("cost_nanos", row => row.Bill.CostNanos),
        BillColumn.Create("reason", row => row.Bill.Reason),
        BillColumn.Create("settled_at", row => row.SettledAt),
        BillColumn.Create("estimated", row => row.Bill.Estimated ? 1 : 0),
        BillColumn.Create("attempt", row => row.Reservation.Attempt),
    ];

    public static IReadOnlyList<PostingColumn> Posting { get; } =
    [
        PostingColumn.Create("bill_id", row => row.BillId),
        PostingColumn.Create("account", row => row.Account),
        PostingColumn.Create("amount_nanos", row => row.AmountNanos),
    ];

    public static IReadOnlyList<BalanceColumn> Balance { get; } =
    [
        BalanceColumn.Create("tenant_id", row => row.Key.TenantId),
        BalanceColumn.Create("month", row => row.Key.Month),
        BalanceColumn.Create("settled_nanos", row => row.Balance.SettledNanos),
        BalanceColumn.Create("reserved_nanos", row => row.Balance.ReservedNanos),
    ];

    public static IReadOnlyList<UsageColumn> Usage { get; } =
    [
        UsageColumn.Create("tenant_id", row => row.Key.TenantId),
        UsageColumn.Create("month", row => row.Key.Month),
        UsageColumn.Create("device_id", row => row.Key.DeviceId),
        UsageColumn.Create("model", row => row.Key.Model),
        UsageColumn.Create("turns", row => row.Value.Turns),
        UsageColumn.Create("input_tokens", row => row.Value.Used.InputTokens),
        UsageColumn.Create("output_tokens", row => row.Value.Used.OutputTokens),
        UsageColumn.Create("audio_input_ms", row => row.Value.Used.AudioInputMs),
        UsageColumn.Create("audio_output_ms", row => row.Value.Used.AudioOutputMs),
        UsageColumn.Create("images", row => row.Value.Used.Images),
        UsageColumn.Create("cost_nanos", row => row.Value.CostNanos),
    ];

    /// <summary>Columns that reservations and bills share, from the second on.</summary>
    private static IReadOnlyList<ReservationColumn> Turn =>
    [
        ReservationColumn.Create("tenant_id", row => row.TenantId),
        ReservationColumn.Create("key_id", row => row.KeyId),
        ReservationColumn.Create("device_id", row => row.DeviceId),
        ReservationColumn.Create("session_id", row => row.SessionId),
        ReservationColumn.Create("idempotency_key", row => row.IdempotencyKey),
        ReservationColumn.Create("month", row => row.Month),
        ReservationColumn.Create("model", row => row.Price.Model),
        ReservationColumn.Create("input_token_nanos", row => row.Price.InputTokenNanos),
        ReservationColumn.Create("output_token_nanos", row => row.Price.OutputTokenNanos),
        ReservationColumn.Create("audio_second_nanos", row => row.Price.AudioSecondNanos),
        ReservationColumn.Create("image_nanos", row => row.Price.ImageNanos),
        ReservationColumn.Create("granted_nanos", row => row.GrantedNanos),
        ReservationColumn.Create("reserved_at", row => row.ReservedAt),
    ];

    public static ReservationRow ReadReservation(DbDataReader row) => ReadReservation(row.GetString, row.GetInt64);

    /// <summary>Reads by what gives the text and the number of a column, which count from 0.</summary>
    public static ReservationRow ReadReservation(Func<int, string> text, Func<int, long> number) =>
        ReadTurn(text, number) with { Owner = number(14), Attempt = number(15), EndedAt = number(16), ExpiresAt = number(17) };

    public static BillRow ReadBill(DbDataReader row) => ReadBill(row.GetString, row.GetInt64);

    /// <inheritdoc cref="ReadReservation(Func{int, string}, Func{int, long})"/>
    public static BillRow ReadBill(Func<int, string> text, Func<int, long> number) => new(
        ReadTurn(text, number) with { Attempt = number(23) },
        new Bill(text(0), new Amounts(number(14), number(15), number(16), number(17), number(18)), number(19), text(20), number(22) != 0),
        number(21));

    public static KeyValuePair<UsageKey, UsageSum> ReadUsage(DbDataReader row) => new(
        new UsageKey(row.GetString(0), (int)row.GetInt64(1), row.GetString(2), row.GetString(3)),
        new UsageSum(
            row.GetInt64(4), new Amounts(row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9)),
            row.GetInt64(10)));

    /// <summary>The two sides of a bill; their sum is zero.</summary>
    public static IEnumerable<(string BillId, string Account, long AmountNanos)> Postings(BillRow row)
    {
        yield return (row.Bill.Id, "tenant/" + row.Reservation.TenantId, -row.Bill.CostNanos);
        yield return (row.Bill.Id, "revenue/" + row.Reservation.Price.Model, row.Bill.CostNanos);
    }

    /// <summary>Names for a SELECT or an INSERT.</summary>
    public static string Names<T>(IReadOnlyList<LedgerColumn<T>> columns) => string.Join(", ", columns.Select(column => column.Name));

    private static BillColumn OfReservation(ReservationColumn column) => column.Text is { } text
        ? BillColumn.Create(column.Name, row => text(row.Reservation))
        : BillColumn.Create(column.Name, row => column.Number!(row.Reservation));

    private static ReservationRow ReadTurn(Func<int, string> text, Func<int, long> number) => new()
    {
        Id = text(0),
        TenantId = text(1),
        KeyId = text(2),
        DeviceId = text(3),
        SessionId = text(4),
        IdempotencyKey = text(5),
        Month = (int)number(6),
        Price = new ModelPrice(text(7), number(8), number(9), number(10), number(11)),
        GrantedNanos = number(12),
        ReservedAt = number(13),
        Owner = 0,
        Attempt = 0,
    };
}

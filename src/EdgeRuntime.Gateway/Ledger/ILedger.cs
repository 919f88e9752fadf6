using EdgeRuntime.Gateway.Ledger.Invoices;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Money: reserves before work begins, settles what was used, once per idempotency key. Safe for several threads and,
/// on a shared store, for several gateways. What it has answered survives a kill of the process.</summary>
public interface ILedger
{
    /// <summary>Reserves up to <see cref="ReservationRequest.MostNanos"/> of the tenant's budget. Committed when it returns.
    /// Failures: <c>budget-exhausted</c> (spent), <c>budget-reserved</c> (not spent, but set aside for running turns), <c>turn-running</c>
    /// (the key is in use), <c>tenant-unknown</c>, <c>tenant-suspended</c>, <c>store-unavailable</c>. A key that was settled before gives
    /// its bill in <see cref="Reservation.Settled"/>. Once it has begun it is not cancelled: whoever gets a reservation settles it, with
    /// zero amounts where nothing was used.</summary>
    ValueTask<Outcome<Reservation>> ReserveAsync(Caller caller, ReservationRequest request, CancellationToken cancellationToken);

    /// <summary>Sets more aside for a running turn, when what it needs has become known. Gives what is set aside now:
    /// less than asked for when the budget holds less, but at least <paramref name="leastNanos"/>. Failures as for
    /// <see cref="ReserveAsync"/>, and <c>reservation-unknown</c>; then it keeps what it has.</summary>
    /// <param name="caller">Who pays.</param>
    /// <param name="reservationId">Of <see cref="ReserveAsync"/>.</param>
    /// <param name="mostNanos">In all, not besides.</param>
    /// <param name="leastNanos">In all; with less the turn cannot go on.</param>
    ValueTask<Outcome<long>> ExtendAsync(Caller caller, string reservationId, long mostNanos, long leastNanos);

    /// <summary>Charges what was used and frees the rest. Repeating it gives the same bill. Not cancellable: money is not left half done.
    /// Failures: <c>reservation-unknown</c> (not of this tenant, or never made),
    /// <c>amount-refused</c> (a negative amount), <c>store-unavailable</c> (the ledger goes on trying to store it;
    /// asking again gives the bill).</summary>
    /// <param name="caller">Who pays; only its own reservations can be settled.</param>
    /// <param name="reservationId">Of <see cref="ReserveAsync"/>.</param>
    /// <param name="usage">What was used; priced with the price list of the reservation, never above what was reserved.</param>
    /// <param name="reason">Why the turn ended, kept in the entry.</param>
    /// <param name="estimated">Whether tokens are an estimate, kept in the entry.</param>
    ValueTask<Outcome<Bill>> SettleAsync(Caller caller, string reservationId, Amounts usage, string reason, bool estimated = false);

    /// <summary>Gives a reservation back of which nothing was used: nothing is charged, and its idempotency key may be reserved again.
    /// Not cancellable. Failures as for <see cref="SettleAsync"/>; null also when it is already free.</summary>
    ValueTask<Failure?> ReleaseAsync(Caller caller, string reservationId);

    /// <summary>Totals of one tenant, or of one of its devices, for a calendar month in UTC.</summary>
    ValueTask<Outcome<UsageTotals>> UsageAsync(Caller caller, DateOnly month, string? deviceId, CancellationToken cancellationToken);
}

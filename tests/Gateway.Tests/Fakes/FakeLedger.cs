using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Invoices;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Tenants;

namespace Gateway.Tests.Fakes;

/// <summary>Money in memory, by the rules of the interface.</summary>
internal sealed class FakeLedger : ILedger
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (ReservationRequest Request, string TenantId, Bill? Bill)> entries = [];

    public List<Bill> Bills
    {
        get
        {
            lock (gate) return [.. entries.Values.Where(entry => entry.Bill is not null).Select(entry => entry.Bill!)];
        }
    }

    public int Open
    {
        get
        {
            lock (gate) return entries.Values.Count(entry => entry.Bill is null);
        }
    }

    /// <summary>Nothing is reserved before.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    public async ValueTask<Outcome<Reservation>> ReserveAsync(
        Caller caller, ReservationRequest request, CancellationToken cancellationToken)
    {
        await Held;
        var id = (caller.TenantId + "." + request.IdempotencyKey).PadRight(26, '_')[..26];
        lock (gate)
        {
            if (entries.TryGetValue(id, out var known))
            {
                return known.Bill is null
                    ? new Failure("turn-running", "Running.", "Wait.", Blame.Client) { Retryable = true }
                    : new Reservation(id, 0, 0, Settled: known.Bill);
            }

            entries[id] = (request, caller.TenantId, null);
            return new Reservation(id, request.MostNanos, 0);
        }
    }

    /// <summary>What is set aside for the turns that have not ended.</summary>
    public long ReservedNanos
    {
        get
        {
            lock (gate) return entries.Values.Where(entry => entry.Bill is null).Sum(entry => entry.Request.MostNanos);
        }
    }

    public ValueTask<Outcome<long>> ExtendAsync(Caller caller, string reservationId, long mostNanos, long leastNanos)
    {
        lock (gate)
        {
            var entry = entries[reservationId];
            entries[reservationId] = entry with { Request = entry.Request with { MostNanos = mostNanos } };
            return new(mostNanos);
        }
    }

    public ValueTask<Outcome<Bill>> SettleAsync(Caller caller, string reservationId, Amounts usage, string reason, bool estimated)
    {
        lock (gate)
        {
            var entry = entries[reservationId];
            var billed = entry.Request.Price.Billable(usage, entry.Request.MostNanos);
            var bill = entry.Bill ?? new Bill(reservationId, billed, entry.Request.Price.CostNanos(billed), reason, estimated);
            entries[reservationId] = entry with { Bill = bill };
            return new(bill);
        }
    }

    public ValueTask<Failure?> ReleaseAsync(Caller caller, string reservationId)
    {
        lock (gate) entries.Remove(reservationId);
        return new((Failure?)null);
    }

    public ValueTask<Outcome<UsageTotals>> UsageAsync(Caller caller, DateOnly month, string? deviceId, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var mine = entries.Values.Where(entry => entry.TenantId == caller.TenantId && entry.Bill is not null).ToList();
            return new(new UsageTotals(mine.Count, default, mine.Sum(entry => entry.Bill!.CostNanos), 0, null));
        }
    }
}

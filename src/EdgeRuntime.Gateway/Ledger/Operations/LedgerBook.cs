using EdgeRuntime.Gateway.Ledger.Invoices;

namespace EdgeRuntime.Gateway.Ledger.Operations;

/// <summary>What one transaction of the ledger has read, and what it changes.
/// The rules of <see cref="LedgerOperation"/> work on this alone, so they are the same for every store;
/// a store only fills it and writes its changes.</summary>
internal sealed class LedgerBook
{
    private readonly Dictionary<string, ReservationRow?> _reservations = [];
    private readonly Dictionary<string, BillRow> _bills = [];
    private readonly Dictionary<string, TenantFunds> _tenants = [];
    private readonly Dictionary<(string TenantId, int Month), Balance> _balances = [];
    private readonly HashSet<string> _changed = [];
    private readonly HashSet<(string TenantId, int Month)> _touched = [];
    private readonly Dictionary<UsageKey, UsageSum> _usage = [];
    private readonly List<BillRow> _newBills = [];

    /// <summary>The store's own clock in Unix milliseconds; 0 where the gateway is alone with its store and its clock is as good.</summary>
    public long Now { get; set; }

    /// <summary>Why nothing new is set aside; null when it is.</summary>
    public Failure? Refusal { get; set; }

    /// <summary>Reservations to write.</summary>
    public IEnumerable<ReservationRow> Kept => _changed.Select(id => _reservations[id]).OfType<ReservationRow>();

    /// <summary>Ids of reservations to delete.</summary>
    public IEnumerable<string> Removed => _changed.Where(id => _reservations[id] is null);

    /// <summary>Bills to add.</summary>
    public IReadOnlyList<BillRow> NewBills => _newBills;

    /// <summary>Balances to write, as they are now.</summary>
    public IEnumerable<((string TenantId, int Month) Key, Balance Balance)> Balances => _touched.Select(key => (key, _balances[key]));

    /// <summary>Usage to add to what is stored.</summary>
    public IReadOnlyDictionary<UsageKey, UsageSum> Usage => _usage;

    /// <summary>True when there is nothing to write.</summary>
    public bool IsUnchanged => _changed.Count == 0 && _newBills.Count == 0 && _touched.Count == 0;

    /// <summary>Takes what the store holds.</summary>
    public void Read(ReservationRow row) => _reservations[row.Id] = row;

    /// <inheritdoc cref="Read(ReservationRow)"/>
    public void Read(BillRow row) => _bills[row.Reservation.Id] = row;

    /// <inheritdoc cref="Read(ReservationRow)"/>
    public void Read(string tenantId, TenantFunds funds) => _tenants[tenantId] = funds;

    /// <inheritdoc cref="Read(ReservationRow)"/>
    public void Read(string tenantId, int month, Balance balance) => _balances[(tenantId, month)] = balance;

    public ReservationRow? Reservation(string id) => _reservations.GetValueOrDefault(id);

    public BillRow? Bill(string id) => _bills.GetValueOrDefault(id);

    public TenantFunds? Funds(string tenantId) => _tenants.TryGetValue(tenantId, out var funds) ? funds : null;

    public Balance BalanceOf(string tenantId, int month) => _balances.GetValueOrDefault((tenantId, month));

    /// <summary>Sets money aside. Throws <see cref="OverflowException"/> before anything is changed.</summary>
    public void Hold(ReservationRow row)
    {
        Move(row, settled: 0, reserved: row.GrantedNanos);
        Put(row.Id, row);
    }

    /// <summary>Sets more money aside; gives the reservation as it is then.
    /// Throws <see cref="OverflowException"/> before anything is changed.</summary>
    public ReservationRow Enlarge(ReservationRow row, long grantedNanos)
    {
        var larger = row with { GrantedNanos = grantedNanos };
        if (grantedNanos == row.GrantedNanos) return larger;
        Move(row, settled: 0, reserved: grantedNanos - row.GrantedNanos);
        Put(row.Id, larger);
        return larger;
    }

    /// <summary>Frees the money; what was used can still be charged.</summary>
    public void RunOut(ReservationRow row, long endedAt)
    {
        Move(row, settled: 0, reserved: -row.GrantedNanos);
        Put(row.Id, row with { EndedAt = endedAt });
    }

    /// <summary>Frees the money and forgets the turn.</summary>
    public void Drop(ReservationRow row)
    {
        if (row.HoldsMoney) Move(row, settled: 0, reserved: -row.GrantedNanos);
        Put(row.Id, null);
    }

    /// <summary>Charges a turn. Throws <see cref="OverflowException"/> before anything is changed.</summary>
    /// <param name="row">The turn, as the store or, after a crash of the store, the gateway remembers it.</param>
    /// <param name="bill">What it cost; added to the month's usage of its device and model.</param>
    /// <param name="settledAt">Unix milliseconds.</param>
    public void Charge(ReservationRow row, Bill bill, long settledAt)
    {
        var key = new UsageKey(row.TenantId, row.Month, row.DeviceId, row.Price.Model);
        var usage = _usage.GetValueOrDefault(key).Add(bill.Used, bill.CostNanos);
        var stored = Reservation(row.Id);
        Move(row, bill.CostNanos, stored is { HoldsMoney: true } ? -stored.GrantedNanos : 0);
        _usage[key] = usage;
        var billed = new BillRow(row, bill, settledAt);
        _bills[row.Id] = billed;
        _newBills.Add(billed);
        if (stored is not null) Put(row.Id, null);
    }

    private void Put(string id, ReservationRow? row)
    {
        _reservations[id] = row;
        _changed.Add(id);
    }

    private void Move(ReservationRow row, long settled, long reserved)
    {
        var key = (row.TenantId, row.Month);
        var balance = _balances.GetValueOrDefault(key);
        _balances[key] = checked(new Balance(balance.SettledNanos + settled, balance.ReservedNanos + reserved));
        _touched.Add(key);
    }
}

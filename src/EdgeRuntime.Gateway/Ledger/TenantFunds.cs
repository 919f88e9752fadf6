namespace EdgeRuntime.Gateway.Ledger;

/// <summary>What the ledger has to know about a tenant.</summary>
/// <param name="BudgetNanos">Limit per month; null for none.</param>
/// <param name="Suspended">True when it may not begin turns.</param>
internal readonly record struct TenantFunds(long? BudgetNanos, bool Suspended)
{
    /// <summary>What the budget still holds, neither spent nor set aside; no end of it without a budget.
    /// Throws <see cref="OverflowException"/>.</summary>
    public long Left(Balance balance) =>
        BudgetNanos is { } budget ? Math.Max(0, checked(budget - balance.SettledNanos - balance.ReservedNanos)) : long.MaxValue;

    /// <summary>How much of what a turn asks for the budget allows. Failures: <c>budget-exhausted</c> when less than the least is unspent,
    /// <c>budget-reserved</c> when it is unspent but set aside for other turns. Throws <see cref="OverflowException"/>.</summary>
    /// <param name="balance">Of the turn's month.</param>
    /// <param name="ownNanos">What is set aside for this turn already.</param>
    /// <param name="mostNanos">Wanted in all.</param>
    /// <param name="leastNanos">Of no use with less.</param>
    public Outcome<long> Grant(Balance balance, long ownNanos, long mostNanos, long leastNanos)
    {
        if (BudgetNanos is not { } budget) return mostNanos;
        var unspent = checked(budget - balance.SettledNanos);
        var left = checked(unspent - (balance.ReservedNanos - ownNanos));
        if (left >= leastNanos && left >= 0) return Math.Min(mostNanos, left);
        return unspent > 0 && unspent >= leastNanos ? LedgerFailures.BudgetReserved : LedgerFailures.BudgetExhausted;
    }
}

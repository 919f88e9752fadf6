using EdgeRuntime.Gateway.Store;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Deletes reservations that ran out and were not settled for <see cref="LedgerOptions.LateSettlement"/>.</summary>
internal sealed class LedgerUpkeep(IStore store, LedgerOptions options, TimeProvider time)
{
    /// <summary>Gives how many. Throws what the store throws.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "age of rows that any replica has dated, in days")]
    public ValueTask<int> ForgetOldAsync(CancellationToken cancellationToken)
    {
        var before = (time.GetUtcNow() - options.LateSettlement).ToUnixTimeMilliseconds();
        return store.WriteAsync(
            durable: false,
            (connection, stop) =>
                connection.Command("DELETE FROM reservations WHERE ended_at > 0 AND ended_at < @before", ("before", before))
                    .ExecuteAsync(stop),
            cancellationToken);
    }
}

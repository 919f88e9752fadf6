using System.Collections;
using EdgeRuntime.Gateway.Ledger;

namespace EdgeRuntime.Gateway.Sessions.Turns;

/// <summary>What every line that is logged during a turn says besides, in both formats: tenant, turn (its idempotency key) and bill,
/// whether or not the turn comes to be billed. All three are names, made of letters, digits, _ and -.</summary>
internal sealed class TurnScope(string tenantId, string idempotencyKey) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private string? _billId;

    /// <inheritdoc/>
    public int Count => 3;

    // Hashed only when a line is written, which most turns have none of.
    private string BillId => _billId ??= TurnId.Create(tenantId, idempotencyKey);

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("Tenant", tenantId),
        1 => new("Turn", idempotencyKey),
        2 => new("Bill", BillId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <inheritdoc/>
    public override string ToString() => $"tenant {tenantId}, turn {idempotencyKey}, bill {BillId}";

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

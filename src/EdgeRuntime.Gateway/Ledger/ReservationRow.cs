using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>A turn that may still settle.</summary>
internal sealed record ReservationRow
{
    public required string Id { get; init; }

    public required string TenantId { get; init; }

    public required string KeyId { get; init; }

    /// <summary>Empty for a key of the tenant itself.</summary>
    public required string DeviceId { get; init; }

    public required string SessionId { get; init; }

    public required string IdempotencyKey { get; init; }

    /// <summary>Month that is charged, whenever it settles.</summary>
    public required int Month { get; init; }

    public required ModelPrice Price { get; init; }

    public required long GrantedNanos { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long ReservedAt { get; init; }

    /// <summary>The run of a gateway that made it.</summary>
    public required long Owner { get; init; }

    /// <summary>The call of <see cref="ILedger.ReserveAsync"/> that made it.</summary>
    public required long Attempt { get; init; }

    /// <summary>When the turn is over by the store's clock, in Unix milliseconds; 0 when an earlier version made it.</summary>
    public long ExpiresAt { get; init; }

    /// <summary>When it ran out, in Unix milliseconds; 0 while it holds money.</summary>
    public long EndedAt { get; init; }

    public bool HoldsMoney => EndedAt == 0;
}

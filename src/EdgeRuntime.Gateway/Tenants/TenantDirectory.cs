using System.Data.Common;
using EdgeRuntime.Gateway.Store;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Tenants;

/// <summary>Authentication by the store, remembered for <see cref="TenantsOptions.Remember"/>. While the store does not answer,
/// keys that are no longer remembered are refused with <c>store-unavailable</c>, never let in.</summary>
internal sealed class TenantDirectory(IStore store, KeyCache cache, TimeProvider time, ILogger<TenantDirectory> log) : ITenantDirectory
{
    private const string Select = """
        SELECT keys.key_id, keys.tenant_id, keys.device_id, keys.models, keys.features, keys.created_at, keys.expires_at, keys.revoked_at,
            tenants.settings, tenants.budget_nanos, tenants.suspended
        FROM keys JOIN tenants ON tenants.tenant_id = keys.tenant_id WHERE keys.sha256 = @sha
        """;

    private const int MostAsked = 500; // keys in one question
    private const string SelectRefused = """
        SELECT keys.key_id, keys.revoked_at, tenants.suspended FROM keys JOIN tenants ON tenants.tenant_id = keys.tenant_id
        WHERE (keys.revoked_at IS NOT NULL OR tenants.suspended <> 0 OR keys.expires_at <= @now)
        """;

    /// <inheritdoc/>
    public ValueTask<Outcome<Caller>> AuthenticateAsync(string key, CancellationToken cancellationToken)
    {
        if (!KeyText.IsPossible(key)) return ValueTask.FromResult<Outcome<Caller>>(TenantFailures.KeyUnknown);
        var sha256 = KeyText.Sha256(key);
        return cache.Find(sha256) is { } known ? ValueTask.FromResult(Admit(known)) : ReadAsync(sha256, cancellationToken);
    }

    /// <inheritdoc/>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: when keys end")]
    public ValueTask<Outcome<IReadOnlyDictionary<string, Failure>>> RefusedAsync(
        IReadOnlyCollection<string> keyIds, CancellationToken cancellationToken) => StoreFailures.GuardAsync(log, async () =>
    {
        var refused = new Dictionary<string, Failure>(StringComparer.Ordinal);
        await using var connection = await store.OpenReaderAsync(cancellationToken);
        foreach (var some in keyIds.Chunk(MostAsked))
        {
            var names = some.Select((id, at) => ($"k{at}", (object?)id)).ToArray();
            var sql = $"{SelectRefused} AND keys.key_id IN ({string.Join(", ", names.Select(name => "@" + name.Item1))})";
            (string Name, object? Value)[] values = [("now", time.GetUtcNow().ToUnixTimeMilliseconds()), .. names];
            var found = await connection.Command(sql, values)
                .ListAsync(row => (Id: row.GetString(0), Why: WhyRefused(row)), cancellationToken);
            foreach (var (id, why) in found) refused[id] = why;
        }

        return Outcome<IReadOnlyDictionary<string, Failure>>.From(refused);
    });

    private ValueTask<Outcome<Caller>> ReadAsync(string sha256, CancellationToken cancellationToken) =>
        StoreFailures.GuardAsync(log, async () =>
    {
        await using var connection = await store.OpenReaderAsync(cancellationToken);
        if (await connection.Command(Select, ("sha", sha256))
            .FirstAsync(Read, cancellationToken) is not { } known)
        {
            cache.Remove(sha256);
            return TenantFailures.KeyUnknown;
        }

        cache.Put(sha256, known);
        return Admit(known);
    });

    private static Failure WhyRefused(DbDataReader row) =>
        row.GetInt64OrNull(1) is not null ? TenantFailures.KeyRevoked
        : row.GetInt64(2) != 0 ? TenantFailures.TenantSuspended
        : TenantFailures.KeyExpired;

    // A key ends by the clock on the wall at every call, remembered or not.
    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: when keys end")]
    private Outcome<Caller> Admit(KnownKey known)
    {
        if (known.Revoked) return TenantFailures.KeyRevoked with { Known = known.Caller };
        if (known.ExpiresAt <= time.GetUtcNow()) return TenantFailures.KeyExpired with { Known = known.Caller };
        return known.Suspended ? TenantFailures.TenantSuspended with { Known = known.Caller } : known.Caller;
    }

    private static KnownKey Read(DbDataReader row)
    {
        var key = KeyRegistry.Read(row);
        var caller = new Caller(key.TenantId, key.Id, key.DeviceId)
        {
            Models = key.Models.ToHashSet(StringComparer.Ordinal),
            Features = key.Features,
            Settings = TenantRegistry.ReadSettings(row.GetString(8), row.GetInt64OrNull(9)),
        };
        return new KnownKey(caller, key.ExpiresAt, key.RevokedAt is not null, row.GetInt64(10) != 0);
    }
}

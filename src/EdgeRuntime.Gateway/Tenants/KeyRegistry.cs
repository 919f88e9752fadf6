using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using EdgeRuntime.Gateway.Store;

namespace EdgeRuntime.Gateway.Tenants;

/// <summary>What the operator does with keys. Safe for several threads and gateways.</summary>
internal sealed class KeyRegistry(IStore store, TimeProvider time, ILogger<KeyRegistry> log)
{
    private const string Select = "SELECT key_id, tenant_id, device_id, models, features, created_at, expires_at, revoked_at FROM keys";

    /// <summary>Makes a key. Failures: <c>tenant-unknown</c>, <c>id-wrong</c>, <c>setting-wrong</c>.</summary>
    public ValueTask<Outcome<IssuedKey>> AddAsync(string tenantId, KeyScope scope, CancellationToken cancellationToken) =>
        WriteAsync<IssuedKey>(async (connection, stop) =>
    {
        if (scope.DeviceId is { } device && !TenantIds.IsDevice(device))
        {
            return TenantFailures.BadId("device", device, "1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'");
        }

        if (scope.Features == Features.None)
        {
            return TenantFailures.SettingWrong("The key could be used for nothing.", "Name at least one feature.");
        }

        if (scope.Lifetime <= TimeSpan.Zero)
        {
            return TenantFailures.SettingWrong("The key would have expired already.", "Give a time to live that is longer than zero.");
        }

        var tenants = await connection.Command("SELECT tenant_id FROM tenants WHERE tenant_id = @id", ("id", tenantId))
            .ListAsync(row => row.GetString(0), stop);
        if (tenants.Count == 0) return TenantFailures.TenantUnknown(tenantId);
        return await InsertAsync(connection, tenantId, scope, stop);
    }, cancellationToken);

    /// <summary>Keys of a tenant, or of all when it is null, oldest first.</summary>
    public ValueTask<Outcome<List<KeyRow>>> ListAsync(string? tenantId, CancellationToken cancellationToken) =>
        StoreFailures.GuardAsync(log, async () =>
    {
        await using var connection = await store.OpenReaderAsync(cancellationToken);
        return (Outcome<List<KeyRow>>)await connection.Command(
            $"{Select} WHERE @all = 1 OR tenant_id = @tenant ORDER BY created_at, key_id", ("all", tenantId is null ? 1L : 0L),
            ("tenant", tenantId ?? ""))
            .ListAsync(Read, cancellationToken);
    });

    /// <summary>Makes a key of the same scope; the old one goes on for a while. Failures: <c>key-unknown</c>, <c>key-revoked</c>.</summary>
    /// <param name="keyId">Public name of the old key.</param>
    /// <param name="overlap">How long the old key stays good.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: when keys end")]
    public ValueTask<Outcome<IssuedKey>> RotateAsync(string keyId, TimeSpan overlap, CancellationToken cancellationToken) =>
        WriteAsync<IssuedKey>(async (connection, stop) =>
    {
        if (await FindAsync(connection, keyId, stop) is not { } old) return TenantFailures.NoSuchKey(keyId);
        if (old.RevokedAt is not null) return TenantFailures.KeyRevoked;
        var lifetime = old.ExpiresAt - old.CreatedAt;
        var issued = await InsertAsync(connection, old.TenantId, new KeyScope(old.DeviceId, old.Models, old.Features, lifetime), stop);
        var end = (time.GetUtcNow() + overlap).ToUnixTimeMilliseconds();
        await connection.Command(
            "UPDATE keys SET expires_at = @end WHERE key_id = @id AND (expires_at IS NULL OR expires_at > @end)", ("end", end),
            ("id", keyId))
            .ExecuteAsync(stop);
        return issued;
    }, cancellationToken);

    /// <summary>Refuses a key from now on; gateways notice within <see cref="TenantsOptions.Remember"/>.
    /// Failure: <c>key-unknown</c>.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: when keys end")]
    public ValueTask<Outcome<KeyRow>> RevokeAsync(string keyId, CancellationToken cancellationToken) =>
        WriteAsync<KeyRow>(async (connection, stop) =>
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await connection.Command("UPDATE keys SET revoked_at = @now WHERE key_id = @id AND revoked_at IS NULL", ("now", now), ("id", keyId))
            .ExecuteAsync(stop);
        return await FindAsync(connection, keyId, stop) is { } key ? key : TenantFailures.NoSuchKey(keyId);
    }, cancellationToken);

    internal static KeyRow Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        TenantId = row.GetString(1),
        DeviceId = row.GetString(2) is { Length: > 0 } device ? device : null,
        Models = JsonSerializer.Deserialize(row.GetString(3), TenantJson.Default.IReadOnlyListString)!,
        Features = (Features)row.GetInt64(4),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
        ExpiresAt = TimeOf(row.GetInt64OrNull(6)),
        RevokedAt = TimeOf(row.GetInt64OrNull(7)),
    };

    private static DateTimeOffset? TimeOf(long? milliseconds) =>
        milliseconds is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;

    private static ValueTask<KeyRow?> FindAsync(DbConnection connection, string id, CancellationToken cancellationToken) =>
        connection.Command($"{Select} WHERE key_id = @id", ("id", id)).FirstAsync(Read, cancellationToken);

    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: when keys end")]
    private async ValueTask<IssuedKey> InsertAsync(
        DbConnection connection, string tenantId, KeyScope scope, CancellationToken cancellationToken)
    {
        var secret = KeyText.Create();
        var now = time.GetUtcNow();
        var key = new KeyRow
        {
            Id = "key-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            TenantId = tenantId,
            DeviceId = scope.DeviceId,
            Models = scope.Models,
            Features = scope.Features,
            CreatedAt = now,
            ExpiresAt = now + scope.Lifetime,
        };
        await connection.Command(
            "INSERT INTO keys (key_id, tenant_id, device_id, sha256, models, features, created_at, expires_at, revoked_at) " +
            "VALUES (@id, @tenant, @device, @sha, @models, @features, @now, @end, NULL)",
            ("id", key.Id), ("tenant", tenantId), ("device", scope.DeviceId ?? ""), ("sha", KeyText.Sha256(secret)),
            ("models", JsonSerializer.Serialize(scope.Models, TenantJson.Default.IReadOnlyListString)), ("features", (long)scope.Features),
            ("now", now.ToUnixTimeMilliseconds()), ("end", key.ExpiresAt?.ToUnixTimeMilliseconds()))
                .ExecuteAsync(cancellationToken);
        return new IssuedKey(key, secret);
    }

    private ValueTask<Outcome<T>> WriteAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<Outcome<T>>> work, CancellationToken cancellationToken) =>
        StoreFailures.GuardAsync(log, () => store.WriteAsync(durable: true, work, cancellationToken));
}

using System.Data.Common;
using System.Text.Json;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Store;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions.History;

/// <summary>History in the store, one row per turn. Tenant, device and session are the key together:
/// another tenant's or wearer's session of the same name is another session. What was forgotten leaves its time behind for as long as a
/// turn from before may still want to write.</summary>
internal sealed class StoredHistory(IStore store, HistoryOptions options, TimeProvider time, ILogger<StoredHistory> log) : ISessionHistory
{
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(15); // the contract's bound is 10

    // What has expired is deleted some other time where somebody holds it, and nobody is held up by that.
    private static readonly TimeSpan ExpiryLockWait = TimeSpan.FromMilliseconds(100);

    private readonly SessionWriters _writers = new(store, time);

    // The clock that turns of all gateways on this store began by.
    private readonly string _storeNow = store is PostgresStore ? PostgresStore.Now : "@now";

    /// <inheritdoc/>
    public ValueTask<Outcome<IReadOnlyList<ChatMessage>>> LoadAsync(Caller caller, string sessionId, CancellationToken cancellationToken) =>
        StoreFailures.GuardAsync(log, async () =>
    {
        await using var connection = await store.OpenReaderAsync(cancellationToken);
        var turns = await connection.Command(
            """
            SELECT messages FROM session_turns JOIN sessions USING (tenant_id, device_id, session_id)
            WHERE tenant_id = @tenant AND device_id = @owner AND session_id = @session AND expires_at > @now ORDER BY turn
            """,
            Values(caller, sessionId, ("now", Now()))).ListAsync(row => row.GetString(0), cancellationToken);
        return Outcome<IReadOnlyList<ChatMessage>>.From([.. turns.SelectMany(Read)]);
    });

    /// <inheritdoc/>
    public async ValueTask<Failure?> AppendAsync(
        Caller caller, string sessionId, Reservation reservation, IReadOnlyList<ChatMessage> turn, CancellationToken cancellationToken)
    {
        var messages = JsonSerializer.Serialize(turn.Select(StoredMessage.From).ToList(), HistoryJson.Default.ListStoredMessage);
        var appended = await StoreFailures.GuardAsync(log, async () => (Outcome<bool>)await _writers.WriteAsync(
            KeyOf(caller, sessionId),
            durable: false,
            (connection, stop) => AppendAsync(connection, caller, sessionId, reservation, messages, stop),
            cancellationToken));
        return appended.Failure;
    }

    /// <inheritdoc/>
    public ValueTask<Outcome<bool>> ForgetAsync(Caller caller, string sessionId, CancellationToken cancellationToken) =>
        StoreFailures.GuardAsync(log, async () =>
    {
        var found = await _writers.WriteAsync(
            KeyOf(caller, sessionId),
            durable: true,
            (connection, stop) => ForgetAsync(connection, caller, sessionId, stop),
            cancellationToken);
        await store.EraseAsync(cancellationToken);
        return (Outcome<bool>)found;
    });

    /// <summary>Deletes what has expired; gives how many sessions. Throws what the store throws.</summary>
    public async ValueTask<int> DeleteExpiredAsync(CancellationToken cancellationToken)
    {
        var deleted = await store.WriteAsync(durable: false, async (connection, stop) =>
        {
            const string expired = "(SELECT tenant_id, device_id, session_id FROM sessions WHERE expires_at <= @now)";
            await connection.Command($"DELETE FROM session_turns WHERE (tenant_id, device_id, session_id) IN {expired}", ("now", Now()))
                .ExecuteAsync(stop);
            return await connection.Command("DELETE FROM sessions WHERE expires_at <= @now", ("now", Now()))
                .ExecuteAsync(stop);
        }, cancellationToken, ExpiryLockWait);
        if (deleted > 0) await store.EraseAsync(cancellationToken);
        return deleted;
    }

    private static IEnumerable<ChatMessage> Read(string messages) =>
        JsonSerializer.Deserialize(messages, HistoryJson.Default.ListStoredMessage)!.Select(message => message.Message());

    private static (string Name, object? Value)[] Values(
        Caller caller, string sessionId, params ReadOnlySpan<(string Name, object? Value)> more) =>
        [("tenant", caller.TenantId), ("owner", Owner(caller)), ("session", sessionId), .. more];

    private static (string TenantId, string Owner, string SessionId) KeyOf(Caller caller, string sessionId) =>
        (caller.TenantId, Owner(caller), sessionId);

    // Of a session that all devices of a tenant share, and of a session of the tenant's own key, it is nobody.
    private static string Owner(Caller caller) => caller.Settings.ShareSessions ? "" : caller.DeviceId ?? "";

    private async ValueTask<bool> AppendAsync(
        DbConnection connection, Caller caller, string sessionId, Reservation reservation, string messages,
        CancellationToken cancellationToken)
    {
        // The upsert locks the session's row, so two turns of one session, and a turn and its forgetting, come one after the other.
        var (forgottenAt, others) = (await connection.Command(
            """
            INSERT INTO sessions (tenant_id, device_id, session_id, expires_at, forgotten_at) VALUES (@tenant, @owner, @session, 0, 0)
            ON CONFLICT (tenant_id, device_id, session_id) DO UPDATE SET expires_at = sessions.expires_at
            RETURNING forgotten_at, (SELECT max(whole.forgotten_at) FROM sessions AS whole WHERE whole.tenant_id = @tenant AND whole.device_id = '' AND whole.session_id = @session),
                (SELECT count(*) FROM reservations WHERE reservation_id = @turn AND attempt <> @attempt)
                + (SELECT count(*) FROM bills WHERE bill_id = @turn AND attempt <> @attempt AND attempt <> 0)
            """,
            Values(caller, sessionId, ("turn", reservation.Id), ("attempt", reservation.Attempt)))
            .ListAsync(row => (Math.Max(row.GetInt64(0), row.GetInt64OrNull(1) ?? 0), row.GetInt64(2)), cancellationToken))[0];
        if (others > 0 || (forgottenAt >= reservation.BeganAt && forgottenAt > 0)) return false;
        // What has expired must not come back with the new turn; then only the newest turns stay. One way to the store and back for all,
        // because the row is held and a connection taken for as long.
        var now = Now();
        await connection.Command(
            """
            DELETE FROM session_turns WHERE tenant_id = @tenant AND device_id = @owner AND session_id = @session
            AND EXISTS (
                SELECT 1 FROM sessions
                WHERE tenant_id = @tenant AND device_id = @owner AND session_id = @session AND expires_at <= @now);
            DELETE FROM session_turns WHERE turn IN (
                SELECT turn FROM session_turns WHERE tenant_id = @tenant AND device_id = @owner AND session_id = @session
                ORDER BY turn DESC LIMIT 1000 OFFSET @others);
            UPDATE sessions SET expires_at = @end WHERE tenant_id = @tenant AND device_id = @owner AND session_id = @session;
            INSERT INTO session_turns (tenant_id, device_id, session_id, messages) VALUES (@tenant, @owner, @session, @messages)
            """,
            Values(
                caller,
                sessionId,
                ("now", now),
                ("others", (long)options.MostTurns - 1),
                ("end", now + (long)options.Keep.TotalMilliseconds),
                ("messages", messages))).ExecuteAsync(cancellationToken);
        return true;
    }

    private async ValueTask<bool> ForgetAsync(DbConnection connection, Caller caller, string sessionId, CancellationToken cancellationToken)
    {
        var until = Now() + (long)LongestTurn.TotalMilliseconds;
        await connection.Command(
            $"""
            INSERT INTO sessions (tenant_id, device_id, session_id, expires_at, forgotten_at) VALUES (@tenant, @owner, @session, @until, {_storeNow})
            ON CONFLICT (tenant_id, device_id, session_id) DO UPDATE SET expires_at = excluded.expires_at, forgotten_at = excluded.forgotten_at
            """,
            Values(caller, sessionId, ("until", until), ("now", Now()))).ExecuteAsync(cancellationToken);
        // What the device said before its tenant began to share sessions goes too.
        const string mine = "tenant_id = @tenant AND session_id = @session AND (@device = '' OR device_id = @device OR device_id = @owner)";
        var device = ("device", (object?)(caller.DeviceId ?? ""));
        await connection.Command(
            $"UPDATE sessions SET expires_at = @until, forgotten_at = {_storeNow} WHERE {mine}",
            Values(caller, sessionId, device, ("until", until), ("now", Now())))
            .ExecuteAsync(cancellationToken);
        return await connection.Command($"DELETE FROM session_turns WHERE {mine}", Values(caller, sessionId, device))
            .ExecuteAsync(cancellationToken) > 0;
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "age of rows that any replica has dated, in hours")]
    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}

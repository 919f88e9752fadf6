using System.Data.Common;
using System.Text.Json;
using EdgeRuntime.Gateway.Store;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>History in the store, one row per turn. Tenant and session are the key together: another tenant's session of the same name is another session.</summary>
internal sealed class StoredHistory(IStore store, HistoryOptions options, TimeProvider time, ILogger<StoredHistory> log) : ISessionHistory
{
    /// <inheritdoc/>
    public ValueTask<Outcome<IReadOnlyList<ChatMessage>>> LoadAsync(Caller caller, string sessionId, CancellationToken cancellationToken) => StoreFailures.GuardAsync(log, async () =>
    {
        var connection = await store.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var turns = await connection.Command(
                """
                SELECT messages FROM session_turns JOIN sessions USING (tenant_id, session_id)
                WHERE tenant_id = @tenant AND session_id = @session AND expires_at > @now ORDER BY turn
                """,
                Of(caller, sessionId, ("now", Now()))).ListAsync(row => row.GetString(0), cancellationToken).ConfigureAwait(false);
            return Outcome<IReadOnlyList<ChatMessage>>.Of([.. turns.SelectMany(Read)]);
        }
    });

    /// <inheritdoc/>
    public async ValueTask<Failure?> AppendAsync(Caller caller, string sessionId, IReadOnlyList<ChatMessage> turn, CancellationToken cancellationToken)
    {
        var messages = JsonSerializer.Serialize(turn.Select(StoredMessage.Of).ToList(), HistoryJson.Default.ListStoredMessage);
        var appended = await StoreFailures.GuardAsync(log, async () => (Outcome<bool>)await store.WriteAsync(
            durable: false, (connection, stop) => AppendAsync(connection, caller, sessionId, messages, stop), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return appended.Failure;
    }

    /// <inheritdoc/>
    public ValueTask<Outcome<bool>> ForgetAsync(Caller caller, string sessionId, CancellationToken cancellationToken) => StoreFailures.GuardAsync(log, async () =>
        (Outcome<bool>)await store.WriteAsync(durable: true, async (connection, stop) =>
        {
            await connection.Command("DELETE FROM session_turns WHERE tenant_id = @tenant AND session_id = @session", Of(caller, sessionId)).ExecuteAsync(stop).ConfigureAwait(false);
            return await connection.Command(
                "DELETE FROM sessions WHERE tenant_id = @tenant AND session_id = @session", Of(caller, sessionId)).ExecuteAsync(stop).ConfigureAwait(false) > 0;
        }, cancellationToken).ConfigureAwait(false));

    /// <summary>Deletes what has expired; gives how many sessions. Throws what the store throws.</summary>
    public ValueTask<int> DeleteExpiredAsync(CancellationToken cancellationToken) => store.WriteAsync(durable: false, async (connection, stop) =>
    {
        const string expired = "(SELECT tenant_id, session_id FROM sessions WHERE expires_at <= @now)";
        await connection.Command($"DELETE FROM session_turns WHERE (tenant_id, session_id) IN {expired}", ("now", Now())).ExecuteAsync(stop).ConfigureAwait(false);
        return await connection.Command("DELETE FROM sessions WHERE expires_at <= @now", ("now", Now())).ExecuteAsync(stop).ConfigureAwait(false);
    }, cancellationToken);

    private static IEnumerable<ChatMessage> Read(string messages) =>
        JsonSerializer.Deserialize(messages, HistoryJson.Default.ListStoredMessage)!.Select(message => message.Message());

    private static (string Name, object? Value)[] Of(Caller caller, string sessionId, params ReadOnlySpan<(string Name, object? Value)> more) =>
        [("tenant", caller.TenantId), ("session", sessionId), .. more];

    private async ValueTask<bool> AppendAsync(DbConnection connection, Caller caller, string sessionId, string messages, CancellationToken cancellationToken)
    {
        // The upsert locks the session's row, so two turns of one session come one after the other.
        await connection.Command(
            "INSERT INTO sessions (tenant_id, session_id, expires_at) VALUES (@tenant, @session, 0) ON CONFLICT (tenant_id, session_id) DO UPDATE SET expires_at = sessions.expires_at",
            Of(caller, sessionId)).ExecuteAsync(cancellationToken).ConfigureAwait(false);
        // What has expired must not come back with the new turn; then only the newest turns stay.
        await connection.Command(
            """
            DELETE FROM session_turns WHERE tenant_id = @tenant AND session_id = @session
            AND EXISTS (SELECT 1 FROM sessions WHERE tenant_id = @tenant AND session_id = @session AND expires_at <= @now)
            """,
            Of(caller, sessionId, ("now", Now()))).ExecuteAsync(cancellationToken).ConfigureAwait(false);
        await connection.Command(
            """
            DELETE FROM session_turns WHERE turn IN (
                SELECT turn FROM session_turns WHERE tenant_id = @tenant AND session_id = @session ORDER BY turn DESC LIMIT 1000 OFFSET @others)
            """,
            Of(caller, sessionId, ("others", (long)options.MostTurns - 1))).ExecuteAsync(cancellationToken).ConfigureAwait(false);
        await connection.Command("UPDATE sessions SET expires_at = @end WHERE tenant_id = @tenant AND session_id = @session", Of(caller, sessionId, ("end", Now() + (long)options.Keep.TotalMilliseconds)))
            .ExecuteAsync(cancellationToken).ConfigureAwait(false);
        await connection.Command("INSERT INTO session_turns (tenant_id, session_id, messages) VALUES (@tenant, @session, @messages)", Of(caller, sessionId, ("messages", messages)))
            .ExecuteAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}

using System.Data.Common;

namespace EdgeRuntime.Gateway.Store;

/// <summary>Brings a store to the version that this program knows, one transaction for all steps;
/// several gateways may start at once.</summary>
internal sealed class Migrator(IStore store, TimeProvider time, ILogger<Migrator> log)
{
    // Any number that nothing else locks: "edge-gw" in ASCII.
    private const long LockNumber = 0x656467652d6777;

    private static string Kind(IStore store) => store is SqliteStore ? "SQLite" : "PostgreSQL";

    /// <summary>The version of the store; 0 for an empty one.</summary>
    public async ValueTask<long> VersionAsync(CancellationToken cancellationToken)
    {
        await using var connection = await store.OpenReaderAsync(cancellationToken);
        return await VersionAsync(connection, cancellationToken);
    }

    /// <summary>The version that this program knows.</summary>
    public static long Newest => Migrations.All[^1].Version;

    /// <summary>Runs the missing steps. Throws <see cref="StoreClosedException"/> when the store is newer than this program.</summary>
    /// <returns>The version before; afterwards it is <see cref="Newest"/>.</returns>
    public async ValueTask<long> MigrateAsync(CancellationToken cancellationToken)
    {
        var from = await store.WriteAsync(durable: true, RunAsync, cancellationToken);
        if (from != Newest) Log.Migrated(log, Kind(store), from, Newest);
        return from;
    }

    /// <summary>Brings the store to this program's version, or requires that it has it, as the options say.
    /// Throws <see cref="StoreClosedException"/> with one sentence when the store cannot be used.</summary>
    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (store.Options.MigrateAtStart) await MigrateAsync(cancellationToken);
            else await RequireNewestAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not StoreClosedException && StoreFailures.IsUnavailable(failure))
        {
            throw new StoreClosedException($"The {Kind(store)} store cannot be used: {StoreFailures.Why(failure)}", failure);
        }
    }

    /// <summary>Throws <see cref="StoreClosedException"/> unless the store has exactly the version that this program knows.</summary>
    public async ValueTask RequireNewestAsync(CancellationToken cancellationToken)
    {
        var version = await VersionAsync(cancellationToken);
        RefuseNewer(version);
        if (version < Newest)
        {
            throw new StoreClosedException(
                $"Refusing to use a store of version {version}: this program needs {Newest}; run edge-gateway migrate.");
        }
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when the schema became what it is")]
    private async ValueTask<long> RunAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (store is PostgresStore)
        {
            await connection.Command("SELECT pg_advisory_xact_lock(@number)", ("number", LockNumber))
                .ExecuteAsync(cancellationToken);
        }

        await connection.Command("CREATE TABLE IF NOT EXISTS schema_versions (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)")
            .ExecuteAsync(cancellationToken);
        var from = await VersionAsync(connection, cancellationToken);
        RefuseNewer(from);
        foreach (var step in Migrations.All.Where(step => step.Version > from))
        {
            await connection.Command(store is SqliteStore ? ForSqlite(step) : step.Both + step.Postgres)
                .ExecuteAsync(cancellationToken);
            await connection.Command(
                "INSERT INTO schema_versions VALUES (@version, @now)", ("version", step.Version),
                ("now", time.GetUtcNow().ToUnixTimeMilliseconds()))
                .ExecuteAsync(cancellationToken);
        }

        return from;
    }

    private async ValueTask<long> VersionAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var find = store is SqliteStore
            ? "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_versions'"
            : "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'schema_versions'";
        if ((await connection.Command(find).ListAsync(row => row.GetInt64(0), cancellationToken))[0] == 0) return 0;
        return (await connection.Command("SELECT coalesce(max(version), 0) FROM schema_versions")
            .ListAsync(row => row.GetInt64(0), cancellationToken))[0];
    }

    // Tables that are looked up by their key only need one tree in SQLite, not two.
    private static string ForSqlite(Migration step) =>
        step.Both.Replace("/*compact*/", "WITHOUT ROWID", StringComparison.Ordinal) + step.Sqlite;

    private static void RefuseNewer(long version)
    {
        if (version > Newest)
        {
            throw new StoreClosedException(
                $"Refusing to use a store of version {version}: this program knows {Newest}; use a newer edge-gateway.");
        }
    }
}

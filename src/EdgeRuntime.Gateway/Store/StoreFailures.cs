using System.Data.Common;
using System.Net.Sockets;
using EdgeRuntime.Contracts.V1;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace EdgeRuntime.Gateway.Store;

/// <summary>Tells a database that does not answer from a statement that is wrong.</summary>
internal static class StoreFailures
{
    /// <summary>What callers are told; the cause is in the log, because it may name hosts and files.</summary>
    public static Failure Unavailable { get; } = new(
        "store-unavailable", "The gateway cannot reach its store.", "Try again shortly; the operator's log says why.", Blame.Gateway)
    {
        Retryable = true,
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>What went wrong, as one line; with its cause, which is where drivers say why TLS or a connection failed.</summary>
    public static string Why(Exception failure)
    {
        var cause = failure.GetBaseException();
        var isSaid = failure.Message.Contains(cause.Message, StringComparison.Ordinal);
        return (isSaid ? failure.Message : $"{failure.Message}: {cause.Message}").ReplaceLineEndings(" ");
    }

    /// <summary>True for everything that a database, its file or the way to it can throw.</summary>
    public static bool IsUnavailable(Exception exception) =>
        exception is DbException or TimeoutException or IOException or SocketException or UnauthorizedAccessException
            or ObjectDisposedException;

    /// <summary>True when somebody else held a row for longer than was to be waited for.</summary>
    public static bool IsHeldUp(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    /// <summary>True when the same statement may succeed later; false when the statement itself was refused.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        SqliteException sqlite =>
            sqlite.SqliteErrorCode is not (raw.SQLITE_CONSTRAINT or raw.SQLITE_ERROR or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE
                or raw.SQLITE_TOOBIG),
        // Class 22: data exception, 23: integrity constraint, 42: syntax or access (PostgreSQL, appendix A).
        PostgresException postgres => postgres.SqlState[..2] is not ("22" or "23" or "42"),
        _ => true,
    };

    /// <summary>Runs work on the store; what the database throws becomes <c>store-unavailable</c>.</summary>
    public static async ValueTask<Outcome<T>> GuardAsync<T>(ILogger log, Func<ValueTask<Outcome<T>>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            Log.StoreFailed(log, exception);
            return Unavailable;
        }
    }
}

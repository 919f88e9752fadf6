using System.Data.Common;
using EdgeRuntime.Gateway.Sessions.Turns;
using EdgeRuntime.Gateway.Store;

namespace EdgeRuntime.Gateway.Sessions.History;

/// <summary>Writes of sessions, one at a time for each: a session takes one connection at most, however many of its turns end together. A
/// row that somebody holds, another gateway that stands still or a person at the database, is tried again later; while it waits it has no
/// connection, and all that are tried again share a few. Nobody waits longer than the store's <see cref="StoreOptions.CommandTimeout"/>.
/// Safe for several threads.</summary>
internal sealed class SessionWriters(IStore store, TimeProvider time)
{
    private const int ShareToTryAgain = 8; // one in eight connections

    // Another gateway that is well holds a row for single milliseconds.
    private static readonly TimeSpan FirstLockWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LaterLockWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan HeldUpPause = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _again = new(Math.Max(1, store.Options.MostConnections / ShareToTryAgain));

    // Of sessions that are being written.
    private readonly Dictionary<(string TenantId, string Owner, string SessionId), Writer> _writers = [];
    private int _heldUp;

    /// <summary>Sessions that somebody holds and that are tried again.</summary>
    public int HeldUp => Volatile.Read(ref _heldUp);

    /// <summary>Runs work in a transaction when it is the session's turn. Throws what the store throws, and <see
    /// cref="TimeoutException"/>.</summary>
    public async ValueTask<T> WriteAsync<T>(
        (string TenantId, string Owner, string SessionId) session, bool durable, Func<DbConnection, CancellationToken, ValueTask<T>> work,
        CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(store.Options.CommandTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var writer = Join(session);
        try
        {
            await writer.Turn.WaitAsync(either.Token);
            try
            {
                return await TryUntilFreeAsync(durable, work, either.Token, cancellationToken);
            }
            finally
            {
                writer.Turn.Release();
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("A session could not be written in time: somebody holds it, or much was to be written before.");
        }
        finally
        {
            Leave(session, writer);
        }
    }

    // The time is over between two tries only: what has begun is not torn out of the store.
    private async ValueTask<T> TryUntilFreeAsync<T>(
        bool durable, Func<DbConnection, CancellationToken, ValueTask<T>> work, CancellationToken late, CancellationToken cancellationToken)
    {
        try
        {
            var wait = HeldUp == 0 ? FirstLockWait : LaterLockWait; // many can be held by the same hand
            return await store.WriteAsync(durable, work, cancellationToken, wait, byKey: true);
        }
        catch (Exception held) when (StoreFailures.IsHeldUp(held))
        {
            Interlocked.Increment(ref _heldUp);
        }

        try
        {
            return await TryAgainAsync(durable, work, late, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _heldUp);
        }
    }

    private async ValueTask<T> TryAgainAsync<T>(
        bool durable, Func<DbConnection, CancellationToken, ValueTask<T>> work, CancellationToken late, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(HeldUpPause, time, late);
            await _again.WaitAsync(late);
            try
            {
                return await store.WriteAsync(durable, work, cancellationToken, LaterLockWait, byKey: true);
            }
            catch (Exception held) when (StoreFailures.IsHeldUp(held))
            {
                continue; // after a pause, without a place
            }
            finally
            {
                _again.Release();
            }
        }
    }

    private Writer Join((string, string, string) session)
    {
        lock (_lock)
        {
            if (!_writers.TryGetValue(session, out var writer)) _writers[session] = writer = new Writer();
            writer.Users++;
            return writer;
        }
    }

    private void Leave((string, string, string) session, Writer writer)
    {
        lock (_lock)
        {
            if (--writer.Users == 0) _writers.Remove(session);
        }
    }

    /// <summary>Whose turn it is at one session. Its semaphore is never asked for a handle, so there is nothing to dispose.</summary>
    private sealed class Writer
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Users { get; set; }
    }
}

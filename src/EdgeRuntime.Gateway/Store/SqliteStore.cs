using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;

namespace EdgeRuntime.Gateway.Store;

/// <summary>State in one SQLite file with a write-ahead log. One connection writes, in turn;
/// readers have their own and see the last commit.</summary>
internal sealed class SqliteStore : IStore
{
    private const string Begin = "BEGIN IMMEDIATE";

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly string _readers;
    private readonly SqliteConnection _writer;
    private readonly SqliteCommand _waitAndBegin;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly DiskThread _flusher;
    private SafeFileHandle? _wal;
    private bool? _flushing;
    private bool _closed;

    /// <summary>Opens or makes the file. Throws what SQLite throws.</summary>
    public SqliteStore(StoreOptions options)
    {
        Options = options;
        CreateFolder(options.DataFolder);
        File = Path.Combine(options.DataFolder, "gateway.db");
        var address = new SqliteConnectionStringBuilder
        {
            DataSource = File,
            DefaultTimeout = (int)options.CommandTimeout.TotalSeconds,
            Pooling = false,
        };
        _writer = new SqliteConnection(address.ToString());
        _writer.Open();
        // secure_delete: what is forgotten is overwritten, not only unlinked, also in pages that are free then.
        // What a killed gateway left in the log goes with it.
        Run("PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA temp_store=MEMORY; PRAGMA "
            + $"cache_size=-16384; PRAGMA wal_autocheckpoint={SqliteCheckpoints.MostPages};");
        (_begin, _waitAndBegin, _commit) = (new SqliteStatement(_writer, Begin), Prepared(Begin), new SqliteStatement(_writer, "COMMIT"));
        _checkpoints = new SqliteCheckpoints(File, address.ToString());
        _flusher = new DiskThread("SQLite flush");
        _readers = new SqliteConnectionStringBuilder(address.ToString()) { Mode = SqliteOpenMode.ReadWrite, Pooling = true }.ToString();
    }

    /// <inheritdoc/>
    public StoreOptions Options { get; }

    /// <summary>Path of the database.</summary>
    public string File { get; }

    /// <inheritdoc/>
    public async ValueTask<DbConnection> OpenReaderAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        var reader = new SqliteConnection(_readers);
        await reader.OpenAsync(cancellationToken);
        return reader;
    }

    /// <inheritdoc/>
    public ValueTask<T> WriteAsync<T>(
        bool durable,
        Func<DbConnection, CancellationToken, ValueTask<T>> work,
        CancellationToken cancellationToken,
        TimeSpan? lockWait = null,
        bool byKey = false) =>
        WriteAsync(work, MustFlush(durable), cancellationToken);

    /// <summary>Runs work in one transaction and commits it; what must be on disk is only there after <see cref="FlushAsync"/>.</summary>
    public ValueTask<T> WriteUnflushedAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken) =>
        WriteAsync(work, flush: false, cancellationToken);

    /// <summary>Whether something has to be on disk before it is answered.</summary>
    public bool MustFlush(bool durable) =>
        Options.Durability == Durability.Everything || (durable && Options.Durability == Durability.Settlements);

    /// <summary>Waits until everything that was committed before is on disk, while the writer goes on.
    /// A commit is safe once the write-ahead log that holds it is flushed; that is what SQLite itself does for synchronous=FULL
    /// (https://sqlite.org/wal.html), only inside the commit. One caller at a time. Throws <see cref="IOException"/>.</summary>
    public async ValueTask FlushAsync()
    {
        if (_wal is null)
        {
            // A commit that SQLite flushes makes sure that the log's name is in its folder too.
            const string nothingNew = "UPDATE schema_versions SET applied_at = applied_at";
            await WriteAsync((connection, stop) => connection.Command(nothingNew).ExecuteAsync(stop), flush: true, CancellationToken.None);
            _wal = System.IO.File.OpenHandle(File + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        }

        await _flusher.RunAsync(() => RandomAccess.FlushToDisk(_wal));
    }

    private async ValueTask<T> WriteAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<T>> work, bool flush, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            ThrowIfClosed();
            Flush(flush);
            if (!_begin.TryRun()) _waitAndBegin.ExecuteNonQuery(); // for another process: the operator's commands
            try
            {
                var result = await work(_writer, cancellationToken);
                _commit.Run();
                return result;
            }
            finally
            {
                RollBackWhatIsOpen();
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    // The log still holds pages as they were before; the writer stands aside while it is emptied.
    /// <inheritdoc/>
    public async ValueTask EraseAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            ThrowIfClosed();
            await _checkpoints.EmptyLogAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        try
        {
            if (_closed) return;
            _closed = true;
            await _checkpoints.DisposeAsync();
            _flusher.Dispose();
            _wal?.Dispose();
            _begin.Dispose();
            _commit.Dispose();
            await _waitAndBegin.DisposeAsync();
            await _writer.DisposeAsync();
            using var reader = new SqliteConnection(_readers);
            SqliteConnection.ClearPool(reader);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        // Keys and conversations lie here; nobody but the gateway's user reads them.
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // FULL flushes the log at every commit; NORMAL only at a checkpoint, which a kill of the process cannot undo but a loss of power can.
    private void Flush(bool flush)
    {
        if (_flushing == flush) return;
        Run(flush ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
        _flushing = flush;
    }

    private void RollBackWhatIsOpen()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_writer.Handle!) == 0) Run("ROLLBACK");
    }

    private void ThrowIfClosed()
    {
        if (_closed) throw new StoreClosedException("The store is closed.");
    }

    private SqliteCommand Prepared(string sql)
    {
        var command = _writer.CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }

    private void Run(string sql)
    {
        using var command = _writer.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace EdgeRuntime.Gateway.Store;

/// <summary>State in one SQLite file with a write-ahead log. One connection writes, in turn; readers have their own and see the last commit.</summary>
internal sealed class SqliteStore : IStore
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly string _readers;
    private readonly SqliteConnection _writer;
    private bool? _flushing;
    private bool _closed;

    /// <summary>Opens or makes the file. Throws what SQLite throws.</summary>
    public SqliteStore(StoreOptions options)
    {
        Options = options;
        CreateFolder(options.DataFolder);
        File = Path.Combine(options.DataFolder, "gateway.db");
        var address = new SqliteConnectionStringBuilder { DataSource = File, DefaultTimeout = (int)options.CommandTimeout.TotalSeconds, Pooling = false };
        _writer = new SqliteConnection(address.ToString());
        _writer.Open();
        // secure_delete: what is forgotten is overwritten in its page, not only unlinked.
        Run("PRAGMA journal_mode=WAL; PRAGMA secure_delete=FAST; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384;");
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
        await reader.OpenAsync(cancellationToken).ConfigureAwait(false);
        return reader;
    }

    /// <inheritdoc/>
    public async ValueTask<T> WriteAsync<T>(bool durable, Func<DbConnection, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfClosed();
            Flush(durable);
            Run("BEGIN IMMEDIATE");
            try
            {
                var result = await work(_writer, cancellationToken).ConfigureAwait(false);
                Run("COMMIT");
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

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_closed) return;
            _closed = true;
            await _writer.DisposeAsync().ConfigureAwait(false);
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
    private void Flush(bool durable)
    {
        var flush = Options.Durability == Durability.Everything || (durable && Options.Durability == Durability.Settlements);
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

    private void Run(string sql)
    {
        using var command = _writer.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

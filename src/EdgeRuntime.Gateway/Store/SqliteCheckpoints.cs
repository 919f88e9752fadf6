using Microsoft.Data.Sqlite;

namespace EdgeRuntime.Gateway.Store;

/// <summary>Moves what is in SQLite's write-ahead log into the database beside the writer,
/// which would otherwise wait for two flushes of the disk about every fourth megabyte. When the writer is faster than this, it checkpoints
/// by itself at <see cref="MostPages"/>.</summary>
internal sealed class SqliteCheckpoints : IAsyncDisposable
{
    /// <summary>32 MiB in pages of 4 KiB.</summary>
    public const int MostPages = 8192;

    private const long LeastBytes = 4 << 20;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly DiskThread _disk = new("SQLite checkpoint");
    private readonly FileInfo _wal;
    private readonly string _address;
    private readonly Task _loop;
    private volatile bool _mustEmpty;

    /// <summary>Looks once a second from now on.</summary>
    /// <param name="file">Path of the database; its log lies beside it.</param>
    /// <param name="address">Connection string.</param>
    public SqliteCheckpoints(string file, string address)
    {
        _wal = new FileInfo(file + "-wal");
        _address = address;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>The last failure, for whoever asks; the next second tries again.</summary>
    public SqliteException? Failure { get; private set; }

    /// <summary>Moves everything into the database and empties the log.
    /// A reader that still needs the log puts that off to the next second.</summary>
    public Task EmptyLogAsync()
    {
        _mustEmpty = true;
        return _disk.RunAsync(Checkpoint);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _disk.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Every);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            _wal.Refresh();
            if (_mustEmpty || (_wal.Exists && _wal.Length >= LeastBytes)) await _disk.RunAsync(Checkpoint);
        }
    }

    private void Checkpoint()
    {
        try
        {
            using var connection = new SqliteConnection(_address);
            connection.Open();
            using var command = connection.CreateCommand();
            var empty = _mustEmpty;
            command.CommandText = empty ? "PRAGMA wal_checkpoint(TRUNCATE)" : "PRAGMA wal_checkpoint(PASSIVE)"; // waits for nobody
            var isBusy = (long)command.ExecuteScalar()! != 0;
            if (empty && !isBusy) _mustEmpty = false;
            Failure = null;
        }
        catch (SqliteException failure)
        {
            Failure = failure;
        }
    }
}

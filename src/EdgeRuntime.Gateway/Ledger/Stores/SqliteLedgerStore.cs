using System.Collections.Frozen;
using System.Security.Cryptography;
using EdgeRuntime.Gateway.Ledger.Operations;
using EdgeRuntime.Gateway.Store;
using Microsoft.Data.Sqlite;

namespace EdgeRuntime.Gateway.Ledger.Stores;

/// <summary>The ledger in SQLite. A file belongs to one running gateway, so every reservation of another run was left behind.</summary>
internal sealed class SqliteLedgerStore : ILedgerStore
{
    // One gateway writes, so nobody holds a tenant against it.
    private static readonly IReadOnlySet<string> NobodyElse = FrozenSet<string>.Empty;

    private readonly SqliteStore _store;
    private readonly FileStream _mine;
    private SqliteLedgerStatements? _statements;

    /// <summary>Takes the file for this process. Throws <see cref="StoreClosedException"/> when another gateway has it.</summary>
    public SqliteLedgerStore(SqliteStore store)
    {
        _store = store;
        try
        {
            // The kernel lets go of it when the process ends, however it ends.
            _mine = new FileStream(store.File + ".owner", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new StoreClosedException(
                $"Refusing to open {store.File}: another gateway runs on it; stop it, or use PostgreSQL for several gateways.");
        }
    }

    /// <inheritdoc/>
    public long Owner { get; } = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue;

    /// <inheritdoc/>
    public Failure? Refusal => null;

    /// <inheritdoc/>
    public ValueTask<IReadOnlySet<string>> CommitAsync(
        IReadOnlyList<LedgerOperation> operations, bool mayWait, CancellationToken cancellationToken) => _store.WriteUnflushedAsync(
        (connection, _) =>
        {
            var statements = _statements ??= new SqliteLedgerStatements((SqliteConnection)connection);
            var book = statements.Read(operations);
            foreach (var operation in operations) operation.Decide(book);
            statements.Write(book);
            return ValueTask.FromResult(NobodyElse);
        },
        cancellationToken);

    /// <inheritdoc/>
    public bool MustFlush(LedgerOperation operation) => _store.MustFlush(operation.Durable);

    /// <inheritdoc/>
    public ValueTask FlushAsync() => _store.FlushAsync();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AbandonedTurn>> FindAbandonedAsync(TimeSpan grace, bool mayWait, CancellationToken cancellationToken) =>
        OpenAsync("<>", cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AbandonedTurn>> MineAsync(CancellationToken cancellationToken) => OpenAsync("=", cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _statements?.Dispose();
        await _mine.DisposeAsync();
    }

    private async ValueTask<IReadOnlyList<AbandonedTurn>> OpenAsync(string compare, CancellationToken cancellationToken)
    {
        await using var connection = await _store.OpenReaderAsync(cancellationToken);
        return await connection.Command(
            $"SELECT {AbandonedTurn.Columns} FROM reservations WHERE ended_at = 0 AND owner {compare} @owner", ("owner", Owner))
            .ListAsync(AbandonedTurn.Read, cancellationToken);
    }
}

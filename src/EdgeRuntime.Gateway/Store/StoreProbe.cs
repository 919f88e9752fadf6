namespace EdgeRuntime.Gateway.Store;

/// <summary>Says whether the store answers, from a question that is at most a second old,
/// so that whoever asks often costs the store nothing. Safe for several threads.</summary>
internal sealed class StoreProbe(IStore store, TimeProvider time, ILogger<StoreProbe> log)
{
    private static readonly TimeSpan Remember = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task<bool>? _asking;
    private long _askedAt;

    /// <summary>True when it gave an answer in time.</summary>
    public Task<bool> AnswersAsync()
    {
        lock (_lock)
        {
            if (_asking is { } asked && (!asked.IsCompleted || time.GetElapsedTime(_askedAt) < Remember)) return asked;
            _askedAt = time.GetTimestamp();
            return _asking = AskAsync();
        }
    }

    private async Task<bool> AskAsync()
    {
        using var late = new CancellationTokenSource(Patience, time);
        try
        {
            await using var connection = await store.OpenReaderAsync(late.Token);
            return (await connection.Command("SELECT count(*) FROM schema_versions")
                .ListAsync(row => row.GetInt64(0), late.Token))[0] > 0;
        }
        catch (Exception failure) when (StoreFailures.IsUnavailable(failure) || failure is OperationCanceledException)
        {
            Log.StoreFailed(log, failure);
            return false;
        }
    }
}

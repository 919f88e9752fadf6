using EdgeRuntime.Gateway.Sessions.Turns;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Turns that are over and can still be fetched, oldest first. What they hold is bounded, in all and for each tenant: a spoken
/// answer is megabytes, and one tenant's answers do not take the memory of the others. Safe for several threads.</summary>
/// <param name="options">The bounds.</param>
/// <param name="time">Ages do not jump with the clock.</param>
internal sealed class LingeringTurns(SessionsOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _all = new();
    private readonly Dictionary<string, Held> _tenants = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>Keeps a turn. Gives those that have to go for it, the tenant's own before others; it stays itself, however large.</summary>
    public IReadOnlyList<ServedTurn> Add(ServedTurn turn)
    {
        List<ServedTurn> gone = [];
        lock (_lock)
        {
            var entry = new Entry(turn, turn.Outbox.HeldBytes, time.GetTimestamp());
            if (!_tenants.TryGetValue(entry.TenantId, out var own)) _tenants[entry.TenantId] = own = new Held();
            entry.Place = _all.AddLast(entry);
            own.Turns.Enqueue(entry);
            own.Bytes += entry.Bytes;
            _bytes += entry.Bytes;
            while (own.Bytes > options.LingeringBytesPerTenant && own.Turns.Count > 1) gone.Add(Drop_NeedsLock(own.Turns.Peek()));
            while ((_bytes > options.LingeringBytes || _all.Count > options.LingeringTurns) && _all.Count > 1)
            {
                gone.Add(Drop_NeedsLock(_all.First!.Value));
            }
        }

        return gone;
    }

    /// <summary>Lets go of those that have been over for long enough, and gives them.</summary>
    public IReadOnlyList<ServedTurn> TakeExpired()
    {
        List<ServedTurn> gone = [];
        lock (_lock)
        {
            while (_all.First is { Value: var oldest } && time.GetElapsedTime(oldest.EndedAt) >= options.Linger)
            {
                gone.Add(Drop_NeedsLock(oldest));
            }
        }

        return gone;
    }

    // Each tenant's oldest is the first of its queue, and the oldest of all is the first of its tenant's.
    private ServedTurn Drop_NeedsLock(Entry oldest)
    {
        var own = _tenants[oldest.TenantId];
        own.Turns.Dequeue();
        own.Bytes -= oldest.Bytes;
        if (own.Turns.Count == 0) _tenants.Remove(oldest.TenantId);
        _all.Remove(oldest.Place!);
        _bytes -= oldest.Bytes;
        return oldest.Turn;
    }

    private sealed class Entry(ServedTurn turn, long bytes, long endedAt)
    {
        public ServedTurn Turn => turn;

        public string TenantId => turn.Caller.TenantId;

        public long Bytes => bytes;

        public long EndedAt => endedAt;

        public LinkedListNode<Entry>? Place { get; set; }
    }

    private sealed class Held
    {
        public Queue<Entry> Turns { get; } = new();

        public long Bytes { get; set; }
    }
}

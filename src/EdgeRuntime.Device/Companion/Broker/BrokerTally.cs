namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Counts what the broker refused, by reason. Safe for many threads; its size is that of the list of reasons.</summary>
public sealed class BrokerTally
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _refused = [];

    /// <summary>Counts one refusal more.</summary>
    public void Refused(string reason)
    {
        lock (_lock) _refused[reason] = _refused.GetValueOrDefault(reason) + 1;
    }

    /// <summary>How often so far.</summary>
    public long Count(string reason)
    {
        lock (_lock) return _refused.GetValueOrDefault(reason);
    }
}

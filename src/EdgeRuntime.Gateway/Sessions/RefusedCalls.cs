using System.Net;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Says in the log which calls were refused for their key, never the key, and which could not be read. Of each code a few lines
/// a minute and then one with how many more there were, so that a stranger can neither fill the disk nor hide a tenant's own key that was
/// refused. Safe for several threads.</summary>
internal sealed class RefusedCalls(TimeProvider time, ILogger<RefusedCalls> log) : IDisposable
{
    /// <summary>Lines of one code in a minute; 10 codes × 11 lines × 200 bytes × 1440 minutes are 32 MB a day at worst.</summary>
    internal const int MostLines = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lines> _byCode = new(StringComparer.Ordinal); // codes are few

    /// <summary>A call was refused.</summary>
    public void Add(Failure failure, IPAddress? from)
    {
        if (failure.Retryable) return; // the store's fault, which it has logged
        lock (_lock)
        {
            if (!_byCode.TryGetValue(failure.Code, out var lines)) _byCode[failure.Code] = lines = new Lines();
            if (lines.Said == 0) lines.Timer = TimerOf(failure.Code);
            if (lines.Said == MostLines)
            {
                lines.Unsaid++;
                return;
            }

            lines.Said++;
        }

        if (failure.Known is { } caller) Log.KeyRefused(log, caller.KeyId, caller.TenantId, from, failure.Code);
        else Log.CallRefused(log, from, failure.Code);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var lines in _byCode.Values) lines.Timer?.Dispose();
        }
    }

    private ITimer TimerOf(string code)
    {
        using (ExecutionContext.SuppressFlow()) // its line is none of this call's
        {
            return time.CreateTimer(_ => EndWindow(code), state: null, Window, Timeout.InfiniteTimeSpan);
        }
    }

    private void EndWindow(string code)
    {
        long unsaid;
        lock (_lock)
        {
            var lines = _byCode[code];
            unsaid = lines.Unsaid;
            lines.Timer!.Dispose();
            _byCode.Remove(code);
        }

        if (unsaid > 0) Log.MoreCallsRefused(log, unsaid, code);
    }

    private sealed class Lines
    {
        public int Said { get; set; }

        public long Unsaid { get; set; }

        public ITimer? Timer { get; set; }
    }
}

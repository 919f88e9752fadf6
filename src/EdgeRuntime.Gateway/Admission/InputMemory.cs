using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Admission;

/// <summary>Counts the bytes of sound and pictures that turns hold, and bounds them for each tenant and in all: a turn may hold 4 MiB of
/// pictures for as long as it lasts. Safe for several threads; one short lock.</summary>
internal sealed class InputMemory(IOptions<AdmissionOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _held = new(StringComparer.Ordinal); // only tenants that hold something
    private long _all;

    /// <summary>Bytes that are held.</summary>
    public long Held
    {
        get
        {
            lock (_lock) return _all;
        }
    }

    /// <summary>Takes note of bytes that a turn wants to hold; gives why it may not.</summary>
    public Failure? Take(string tenantId, long bytes)
    {
        lock (_lock)
        {
            var mine = _held.GetValueOrDefault(tenantId) + bytes;
            if (mine > options.Value.InputBytesPerTenant) return AdmissionFailures.InputLimited;
            if (_all + bytes > options.Value.InputBytes) return AdmissionFailures.Overloaded(AdmissionFailures.InputRetry);
            _held[tenantId] = mine;
            _all += bytes;
            return null;
        }
    }

    /// <summary>The turn holds them no longer.</summary>
    public void GiveBack(string tenantId, long bytes)
    {
        if (bytes == 0) return;
        lock (_lock)
        {
            _all -= bytes;
            if ((_held[tenantId] -= bytes) == 0) _held.Remove(tenantId);
        }
    }
}

using System.Collections.Concurrent;

namespace EdgeRuntime.Gateway.Tenants;

/// <summary>Keys by their SHA-256, each for a short time by the monotonic clock. Bounded: what was read longest ago goes first.
/// Only keys that exist are kept, so guesses push nobody out. Safe for several threads.</summary>
internal sealed class KeyCache(TenantsOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (KnownKey Key, long ReadAt)> _keys = new(StringComparer.Ordinal);

    public int Count => _keys.Count;

    public KnownKey? Find(string sha256) =>
        _keys.TryGetValue(sha256, out var found) && time.GetElapsedTime(found.ReadAt) < options.Remember ? found.Key : null;

    public void Put(string sha256, KnownKey key)
    {
        if (_keys.Count >= options.MostRemembered && !_keys.ContainsKey(sha256)) Shrink();
        _keys[sha256] = (key, time.GetTimestamp());
    }

    public void Remove(string sha256) => _keys.TryRemove(sha256, out _);

    // An eighth at a time, so that the walk over all keys is rare.
    private void Shrink()
    {
        foreach (var oldest in _keys.OrderBy(pair => pair.Value.ReadAt).Take(Math.Max(1, options.MostRemembered / 8)).ToList())
        {
            _keys.TryRemove(oldest);
        }
    }
}

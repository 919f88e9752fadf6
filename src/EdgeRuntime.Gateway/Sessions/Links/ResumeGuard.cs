using System.Collections.Concurrent;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Sessions.Links;

/// <summary>Counts resume tokens that fitted no turn, per key and minute. A key that guesses has to wait; nobody else notices.
/// Safe for several threads.</summary>
internal sealed class ResumeGuard(SessionsOptions options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Guesses> _byKey = new(StringComparer.Ordinal); // one small entry per key that ever failed

    /// <summary>How long the key has to wait; null when it may try.</summary>
    public TimeSpan? WaitOf(Caller caller)
    {
        if (!_byKey.TryGetValue(caller.KeyId, out var guesses)) return null;
        var age = time.GetElapsedTime(guesses.Since);
        return guesses.Count >= options.FailedResumesPerMinute && age < Window ? Window - age : null;
    }

    /// <summary>Counts one that failed; true when it was the last one allowed.</summary>
    public bool Failed(Caller caller)
    {
        var now = time.GetTimestamp();
        var guesses = _byKey.AddOrUpdate(
            caller.KeyId,
            _ => new Guesses(1, now),
            (_, old) => time.GetElapsedTime(old.Since, now) < Window ? old with { Count = old.Count + 1 } : new Guesses(1, now));
        return guesses.Count == options.FailedResumesPerMinute;
    }

    private sealed record Guesses(int Count, long Since);
}

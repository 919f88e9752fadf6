namespace EdgeRuntime.Gateway.Upstreams.Routing;

/// <summary>Leaves a server alone that fails, and only then: no tenant's questions take a model from the others.
/// It opens when too large a share of questions cannot reach the server at all, or when the last question of too large a share of tenants,
/// and of two at least, has failed. After a pause one question at a time tries it again. Safe for several threads;
/// one short lock.</summary>
internal sealed class RouteBreaker(BreakerOptions options, TimeProvider time)
{
    private const int FewestTenants = 2;
    private const int MostTenants = 4096; // beyond that a tenant has no vote until others have been silent for a window
    private const int Slices = 10; // of the window

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Vote> _votes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _failedTrials = new(StringComparer.Ordinal); // of tenants, and when
    private readonly long[] _asked = new long[Slices];
    private readonly long[] _unreached = new long[Slices];
    private long _slice;
    private long _openedAt;
    private string? _trial; // the tenant whose question tries the server again
    private long _triedAt;
    private volatile bool _isOpen;

    /// <summary>Whether a tenant's question may be sent; then <see cref="Report"/> or <see cref="Abandon"/> follows.</summary>
    public bool TryPass(string tenantId)
    {
        if (!_isOpen) return true;
        lock (_lock)
        {
            if (!_isOpen) return true;
            if (IsPause(_openedAt) || (_trial is not null && IsPause(_triedAt))) return false;
            if (_failedTrials.TryGetValue(tenantId, out var failedAt) && IsPause(failedAt)) return false;
            (_trial, _triedAt) = (tenantId, time.GetTimestamp());
            return true;
        }
    }

    /// <summary>Takes how a question ended; null when it was answered.</summary>
    public void Report(string tenantId, Failure? failure)
    {
        var isGood = failure is null or { Evidence: Evidence.Question };
        var isServer = failure is { Evidence: Evidence.Server };
        lock (_lock)
        {
            if (_isOpen) EndTrial_NeedsLock(tenantId, isGood, isServer);
            else Count_NeedsLock(tenantId, isGood, isServer);
        }
    }

    /// <summary>The question was given up before it said anything about the server.</summary>
    public void Abandon(string tenantId)
    {
        if (!_isOpen) return;
        lock (_lock)
        {
            if (_trial == tenantId) _trial = null;
        }
    }

    // Nothing holds the server for longer: not a question that waits there, and not the only tenant's that has failed.
    private bool IsPause(long since) => time.GetElapsedTime(since) < options.Pause;

    // Late answers to questions from before it opened say nothing new.
    private void EndTrial_NeedsLock(string tenantId, bool isGood, bool isServer)
    {
        if (_trial != tenantId) return;
        _trial = null;
        if (isGood)
        {
            _isOpen = false;
            Clear_NeedsLock();
            return;
        }

        _failedTrials[tenantId] = time.GetTimestamp(); // another tenant's question may tell whether it is the server
        if (isServer || _failedTrials.Count >= FewestTenants) Open_NeedsLock();
    }

    private void Count_NeedsLock(string tenantId, bool isGood, bool isServer)
    {
        var now = time.GetTimestamp();
        Advance_NeedsLock();
        _asked[_slice % Slices]++;
        if (isServer) _unreached[_slice % Slices]++;
        if (_votes.Count < MostTenants || _votes.ContainsKey(tenantId)) _votes[tenantId] = new Vote(now, !isGood);
        if (!isGood && MustOpen_NeedsLock()) Open_NeedsLock();
        else if (_votes.Count >= MostTenants) ForgetSilent_NeedsLock();
    }

    private bool MustOpen_NeedsLock()
    {
        var asked = _asked.Sum();
        if (asked < options.MinimumAttempts) return false;
        if (_unreached.Sum() >= options.FailureRatio * asked) return true;
        ForgetSilent_NeedsLock();
        var failing = _votes.Values.Count(vote => vote.Failed);
        return failing >= FewestTenants && failing >= options.FailureRatio * _votes.Count;
    }

    private void ForgetSilent_NeedsLock()
    {
        foreach (var (tenant, vote) in _votes)
        {
            if (time.GetElapsedTime(vote.At) > options.Window) _votes.Remove(tenant);
        }
    }

    private void Open_NeedsLock()
    {
        Clear_NeedsLock();
        _openedAt = time.GetTimestamp();
        _isOpen = true;
    }

    private void Clear_NeedsLock()
    {
        _votes.Clear();
        _failedTrials.Clear();
        Array.Clear(_asked);
        Array.Clear(_unreached);
    }

    private void Advance_NeedsLock()
    {
        var now = (long)(time.GetTimestamp() / (options.Window.TotalSeconds * time.TimestampFrequency / Slices));
        for (var next = Math.Max(_slice + 1, now - Slices + 1); next <= now; next++) _asked[next % Slices] = _unreached[next % Slices] = 0;
        _slice = Math.Max(_slice, now);
    }

    /// <summary>How a tenant's last question ended, and when.</summary>
    private readonly record struct Vote(long At, bool Failed);
}

namespace EdgeRuntime.Gateway.Upstreams.Routing;

/// <summary>The places at one server, over all its routes, shared among tenants: no tenant takes more than seven times as many as are left
/// free, nor the last one if it has another, so that others find some (a dynamic threshold, Choudhury and Hahne 1998), and of those who
/// wait the tenant with the fewest places comes first. What waits is bounded in the same way. Safe for several threads; one short
/// lock.</summary>
internal sealed class UpstreamLoad(IUpstream upstream)
{
    private const int MostTimesFree = 7;
    private const int FewestWaiting = 64; // so that a server with one place has a queue that several tenants share

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Tenant> _tenants = new(StringComparer.Ordinal); // those that have or want a place
    private readonly int _mostWaiting = Math.Max(FewestWaiting, upstream.MaxConcurrent);
    private int _running;
    private int _waiting;
    private long _served;

    /// <summary>The server whose places are counted.</summary>
    public IUpstream Upstream { get; } = upstream;

    /// <summary>Whether the last look at it found it well; questions go elsewhere first while it is not.</summary>
    public bool Healthy { get; set; } = true;

    /// <summary>Questions running.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Questions that wait for a place.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Takes a place for a tenant; false when there is none for it. Each taken place must be left once.</summary>
    public bool TryEnter(string tenantId)
    {
        lock (_lock)
        {
            var tenant = Of_NeedsLock(tenantId);
            var may = MayEnter_NeedsLock(tenant);
            if (may) Enter_NeedsLock(tenant);
            else Forget_NeedsLock(tenant);
            return may;
        }
    }

    /// <summary>Waits for a place; false when too many wait, or none was free in time.</summary>
    /// <param name="tenantId">Who pays; places are shared between tenants.</param>
    /// <param name="most">Longest wait.</param>
    /// <param name="time">Counts it.</param>
    /// <param name="cancellationToken">The caller went away; gives up the place in the queue.</param>
    public async ValueTask<bool> EnterAsync(string tenantId, TimeSpan most, TimeProvider time, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            var tenant = Of_NeedsLock(tenantId);
            if (MayEnter_NeedsLock(tenant))
            {
                Enter_NeedsLock(tenant);
                return true;
            }

            if (most <= TimeSpan.Zero || !IsShare(tenant.Waiting.Count, _mostWaiting - _waiting))
            {
                Forget_NeedsLock(tenant);
                return false;
            }

            waiter = new Waiter(tenant);
            tenant.Waiting.AddLast(waiter);
            _waiting++;
        }

        await using var late = time.CreateTimer(_ => GiveUp(waiter), null, most, Timeout.InfiniteTimeSpan);
        await using var gone = cancellationToken.UnsafeRegister(_ => GiveUp(waiter), null);
        var entered = await waiter.Entered.Task;
        if (!entered) cancellationToken.ThrowIfCancellationRequested();
        return entered;
    }

    /// <summary>Gives a tenant's place back, to whoever waits for it.</summary>
    public void Leave(string tenantId)
    {
        lock (_lock)
        {
            var tenant = _tenants[tenantId];
            tenant.Running--;
            _running--;
            Forget_NeedsLock(tenant);
            while (_waiting > 0 && Next_NeedsLock() is { } next)
            {
                var waiter = next.Waiting.First!.Value;
                Remove_NeedsLock(waiter);
                Enter_NeedsLock(next);
                waiter.Entered.SetResult(true);
            }
        }
    }

    private static bool IsShare(int own, int free) => free > 0 && (own == 0 || (free > 1 && own < (long)MostTimesFree * free));

    private bool MayEnter_NeedsLock(Tenant tenant) => IsShare(tenant.Running, Upstream.MaxConcurrent - _running);

    private void Enter_NeedsLock(Tenant tenant)
    {
        tenant.Running++;
        tenant.ServedAt = ++_served;
        _running++;
    }

    // The tenant with the fewest places, and among equals the one that was served longest ago; within a tenant, who came first.
    private Tenant? Next_NeedsLock()
    {
        Tenant? best = null;
        foreach (var tenant in _tenants.Values)
        {
            if (tenant.Waiting.Count == 0 || !MayEnter_NeedsLock(tenant)) continue;
            if (best is null || (tenant.Running, tenant.ServedAt).CompareTo((best.Running, best.ServedAt)) < 0) best = tenant;
        }

        return best;
    }

    private Tenant Of_NeedsLock(string tenantId)
    {
        if (!_tenants.TryGetValue(tenantId, out var tenant)) _tenants[tenantId] = tenant = new Tenant(tenantId);
        return tenant;
    }

    private void Forget_NeedsLock(Tenant tenant)
    {
        if (tenant is { Running: 0, Waiting.Count: 0 }) _tenants.Remove(tenant.Id);
    }

    private void Remove_NeedsLock(Waiter waiter)
    {
        waiter.Tenant.Waiting.Remove(waiter);
        _waiting--;
    }

    private void GiveUp(Waiter waiter)
    {
        lock (_lock)
        {
            if (waiter.Entered.Task.IsCompleted) return;
            Remove_NeedsLock(waiter);
            Forget_NeedsLock(waiter.Tenant);
            waiter.Entered.SetResult(false);
        }
    }

    /// <summary>What one tenant has and wants.</summary>
    private sealed class Tenant(string id)
    {
        public string Id { get; } = id;

        public int Running { get; set; }

        public long ServedAt { get; set; }

        public LinkedList<Waiter> Waiting { get; } = new();
    }

    /// <summary>One question that waits.</summary>
    private sealed class Waiter(Tenant tenant)
    {
        public Tenant Tenant { get; } = tenant;

        public TaskCompletionSource<bool> Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

using EdgeRuntime.Gateway.Ledger.Operations;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Tenants that somebody else holds: another gateway that stands still, or a person at the database.
/// Their operations are tried beside those of the others, without waiting, until the tenant is free again.</summary>
internal sealed partial class LedgerWriter
{
    private static readonly TimeSpan HeldUpPause = TimeSpan.FromMilliseconds(50);

    private readonly List<LedgerOperation> _heldUp = []; // in the order of their asking, as far as one tenant goes
    private readonly HashSet<string> _heldTenants = [];
    private Task<bool>? _reading; // what waits for the queue since before a held up tenant was looked after
    private long _lookedAt;

    // Everything of a tenant keeps its order, so what comes later waits behind what is held up.
    private void Put(LedgerOperation operation) => (_heldTenants.Contains(operation.TenantId) ? _heldUp : _pending).Add(operation);

    private void HoldUp(LedgerOperation operation)
    {
        _heldUp.Add(operation);
        if (_heldTenants.Add(operation.TenantId)) Log.TenantHeldUp(_log, operation.TenantId);
    }

    // One wait for the queue at a time; when it is not over yet, the next call goes on with it.
    private async ValueTask<bool> WaitBesideHeldUpAsync()
    {
        _reading ??= _queue.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        if (_heldUp.Count > 0)
        {
            using var over = new CancellationTokenSource();
            await Task.WhenAny(_reading, Task.Delay(HeldUpPause, _time, over.Token));
            await over.CancelAsync();
            if (!_reading.IsCompleted) return true;
        }

        var reading = _reading;
        _reading = null;
        return await reading;
    }

    private async ValueTask CommitHeldUpAsync()
    {
        if (_heldUp.Count == 0 || _time.GetElapsedTime(_lookedAt) < HeldUpPause) return;
        _lookedAt = _time.GetTimestamp();
        var batch = FirstOfEach();
        var before = _heldUp.ToList();
        _heldUp.Clear(); // those that are still held come back
        var done = await TryCommitAsync(batch, mayWait: false);
        var still = _heldUp.Select(operation => operation.TenantId).ToHashSet();
        _heldUp.Clear();
        foreach (var operation in before)
        {
            if (done.Count == 0 || still.Contains(operation.TenantId)) _heldUp.Add(operation);
            else if (!done.Contains(operation)) _pending.Add(operation);
        }

        TellTheImpatient(_heldUp);
        _heldTenants.IntersectWith(_heldUp.Select(operation => operation.TenantId));
    }

    // A share for each tenant, so that one with many does not keep the others from being tried.
    private List<LedgerOperation> FirstOfEach()
    {
        var share = Math.Max(1, _mostPerTransaction / Math.Max(1, _heldTenants.Count));
        return [.. _heldUp.GroupBy(operation => operation.TenantId).SelectMany(tenant => tenant.Take(share)).Take(_mostPerTransaction)];
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Sessions.Links;
using EdgeRuntime.Gateway.Sessions.Turns;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>The turns of this gateway: those that run and, for a while, those that are over. Owns their work.
/// A turn is found only by its own tenant and device. Safe for several threads.</summary>
internal sealed class TurnRegistry(TurnServices services, ResumeGuard guard)
{
    private static readonly TimeSpan TimeToDeliver = TimeSpan.FromSeconds(2); // for the last messages, once all turns are over

    private readonly ConcurrentDictionary<UInt128, ServedTurn> _byToken = new();
    private readonly ConcurrentDictionary<Key, ServedTurn> _byKey = new();
    private readonly LingeringTurns _over = new(services.Options, services.Time);
    private int _running;
    private volatile bool _isDraining;

    /// <summary>The calls that are open.</summary>
    public OpenCalls Calls { get; } = new();

    /// <summary>Turns that are running.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Turns that run and those that linger; some may come or go while they are read.</summary>
    public IEnumerable<ServedTurn> All => _byKey.Select(pair => pair.Value); // without the copy and the locks of Values

    /// <summary>True once no new turn is taken.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>Stops the running turns of keys and tenants that are refused by now.</summary>
    public void StopRefused(IReadOnlyDictionary<string, Failure> refusedKeys)
    {
        foreach (var turn in All)
        {
            if (!turn.IsOver && refusedKeys.TryGetValue(turn.Caller.KeyId, out var why)) turn.Stop(StopCause.Failed, why);
        }
    }

    /// <summary>Begins a turn, or gives the one that this idempotency key began before.
    /// Fails when that one began with another wish.</summary>
    /// <param name="caller">Whose turn.</param>
    /// <param name="start">Holds the contract's bounds already.</param>
    /// <param name="parent">The device's trace.</param>
    public Outcome<ServedTurn> Begin(Caller caller, Start start, ActivityContext parent)
    {
        var key = KeyOf(caller, start.IdempotencyKey);
        if (_byKey.TryGetValue(key, out var known)) return Same(known, caller, start);
        if (_isDraining) return SessionFailures.Draining;
        var turn = new ServedTurn(caller, start, services.Prices.DefaultModel, services.Options, services.Memory, services.Time);
        if (!_byKey.TryAdd(key, turn))
        {
            turn.End();
            return _byKey.TryGetValue(key, out known) ? Same(known, caller, start) : Begin(caller, start, parent);
        }

        _byToken[ResumeToken.Hash(turn.Token)] = turn;
        Interlocked.Increment(ref _running);
        turn.Run = RunAsync(turn, key, parent);
        return turn;
    }

    /// <summary>The turn behind a resume token, if it is this caller's own.</summary>
    public Outcome<ServedTurn> Resume(Caller caller, string token)
    {
        if (guard.WaitOf(caller) is { } wait) return SessionFailures.ResumeLimited(wait);
        if (_byToken.TryGetValue(ResumeToken.Hash(token), out var turn) && KeyOf(turn.Caller, "") == KeyOf(caller, "")) return turn;
        var replica = ResumeToken.ReplicaOf(token);
        if (guard.Failed(caller)) Log.ResumesLimited(services.Logger, caller.KeyId);
        return replica.Length > 0 && replica != services.Options.Replica
            ? SessionFailures.TurnElsewhere(replica)
            : SessionFailures.TurnLost;
    }

    /// <summary>From now on a second call of the turn's key, which has said the same, can resume it by a token of its own. The newest of
    /// such tokens count.</summary>
    public void Adopt(ServedTurn turn, string token)
    {
        var hash = ResumeToken.Hash(token);
        lock (turn.AdoptedTokens)
        {
            if (turn.IsDropped) return;
            _byToken[hash] = turn;
            turn.AdoptedTokens.Enqueue(hash);
            if (turn.AdoptedTokens.Count > ServedTurn.MostLinks) _byToken.TryRemove(turn.AdoptedTokens.Dequeue(), out _);
        }
    }

    /// <summary>Lets go of everything that a session said; what still runs is not written down. False when there was nothing.</summary>
    public bool Forget(Caller caller, string sessionId)
    {
        var found = false;
        foreach (var (key, turn) in _byKey)
        {
            if (key.TenantId != caller.TenantId || turn.SessionId != sessionId) continue;
            // another wearer's of the same name
            if (caller.DeviceId is not null && key.DeviceId != caller.DeviceId && !caller.Settings.ShareSessions) continue;
            found |= !turn.IsForgotten;
            turn.IsForgotten = true;
            if (turn.IsOver) Remove(turn);
        }

        return found;
    }

    /// <summary>Takes no new turns and waits for those that run; stops and bills what is left after the limit.</summary>
    public async Task DrainAsync(TimeSpan limit)
    {
        _isDraining = true;
        var left = _byKey.Values.Where(turn => !turn.IsOver).ToList();
        Log.Draining(services.Logger, left.Count);
        var all = Task.WhenAll(left.Select(turn => turn.Run));
        await all.WaitAsync(limit, services.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!all.IsCompleted)
        {
            Log.DrainLimitReached(services.Logger, Running);
            foreach (var turn in left) turn.Stop(StopCause.Failed, SessionFailures.Draining);
            await all;
        }

        // a client that does not read is left
        await Calls.WhenNoneAsync().WaitAsync(TimeToDeliver, services.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Drops turns that have been over for long enough, and cuts off calls that still have not taken their end.</summary>
    public void Sweep()
    {
        LetGo(_over.TakeExpired());
    }

    private static Outcome<ServedTurn> Same(ServedTurn known, Caller caller, Start start) =>
        known.IsSameWish(caller, start) ? known : SessionFailures.KeyReused;

    private async Task RunAsync(ServedTurn turn, Key key, ActivityContext parent)
    {
        var run = new TurnRun(turn, services, () => Remove(turn, key));
        await run.RunAsync(parent);
        Interlocked.Decrement(ref _running);
        if (run.IsBilled) LetGo(_over.Add(turn));
        turn.Run = Task.CompletedTask; // this one holds what the run has held
    }

    private void LetGo(IReadOnlyList<ServedTurn> turns)
    {
        foreach (var turn in turns)
        {
            Remove(turn);
            turn.AbortLinks();
        }
    }

    private void Remove(ServedTurn turn) => Remove(turn, KeyOf(turn.Caller, turn.Start.IdempotencyKey));

    private void Remove(ServedTurn turn, Key key)
    {
        _byKey.TryRemove(KeyValuePair.Create(key, turn));
        lock (turn.AdoptedTokens)
        {
            turn.IsDropped = true;
            foreach (var token in turn.AdoptedTokens) _byToken.TryRemove(token, out _);
        }

        _byToken.TryRemove(ResumeToken.Hash(turn.Token), out _);
    }

    private static Key KeyOf(Caller caller, string idempotencyKey) => new(caller.TenantId, caller.DeviceId, idempotencyKey);

    private readonly record struct Key(string TenantId, string? DeviceId, string IdempotencyKey);
}

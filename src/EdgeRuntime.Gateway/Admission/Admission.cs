using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Tenants;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Admission;

/// <summary>Lets turns begin within the limits. Who has to wait is ordered by self-clocked fair queueing (Golestani 1994) over tenants and
/// priorities;
/// whoever could not begin soon is refused at once, the one that would have begun last first. One short lock; O(log n) in the number that
/// waits.</summary>
internal sealed partial class Admission : IAdmission
{
    private const int TurnsOfMean = 32; // weight of the newest turn in the mean length: 1/32
    private const int FewTenants = 64;
    private readonly Lock _lock = new();
    private readonly AdmissionOptions _options;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, TenantLoad> _tenants = [];
    private readonly SlidingMinute _requests = new();
    private readonly SlidingMinute _tokens = new();
    private readonly SortedSet<Waiting> _queue = [];
    private readonly long[] _begins; // time stamps of the last turns that began, as many as may run, in a ring
    private long _begun;
    private int _running;
    private double _virtualNow;
    private double _turnSeconds;
    private long _arrivals;
    private int _sweepAt = FewTenants;

    public Admission(IOptions<AdmissionOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _begins = new long[_options.MaxConcurrentTurns];
        _turnSeconds = _options.ExpectedTurn.TotalSeconds;
    }

    // Twice the wait that was promised: the promise rests on how long turns took so far.
    private TimeSpan Patience => _options.MaxQueueWait * 2;

    /// <summary>Turns that run now.</summary>
    public int Running
    {
        get
        {
            lock (_lock)
            {
                return _running;
            }
        }
    }

    /// <summary>Turns that wait now.</summary>
    public int WaitingTurns
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count;
            }
        }
    }

    public ValueTask<Outcome<IAdmissionPlace>> EnterAsync(
        Caller caller, int tokens, Priority priority, Deadline deadline, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        cancellationToken.ThrowIfCancellationRequested();
        var left = deadline.Left;
        Waiting waiting;
        lock (_lock)
        {
            var second = Second();
            var tenant = TenantOf_NeedsLock(caller, second);
            if (Refusal_NeedsLock(tenant, caller.Settings, tokens, left, second) is { } refusal)
            {
                return new(refusal);
            }

            waiting = new Waiting(
                tenant, priority, tenant.Offer(priority, _virtualNow, caller.Settings.Weight), _arrivals++, tokens, second);
            if (_running < _options.MaxConcurrentTurns && _queue.Count == 0)
            {
                Book_NeedsLock(waiting);
                return new(Outcome<IAdmissionPlace>.From(Begin_NeedsLock(waiting, second)));
            }

            if (MakeRoom_NeedsLock(waiting, left) is { } shed)
            {
                return new(shed);
            }

            Book_NeedsLock(waiting);
            _queue.Add(waiting);
        }

        return WaitAsync(waiting, left < Patience ? left : Patience, cancellationToken);
    }

    /// <summary>Counts what a turn is billed for instead of what it might have used, in the minute in which it is billed:
    /// one that takes longer than a minute would never be counted otherwise.</summary>
    internal void Correct(Place place, int tokens)
    {
        lock (_lock)
        {
            Add(place, place.Second, -place.Tokens);
            (place.Tokens, place.Second) = (Math.Max(0, tokens), Second());
            Add(place, place.Second, place.Tokens);
        }

        void Add(Place of, long second, long amount)
        {
            of.Tenant.Tokens.Add(second, amount);
            _tokens.Add(second, amount);
        }
    }

    /// <summary>Gives a place back and lets the next turn begin.</summary>
    internal void Leave(Place place)
    {
        lock (_lock)
        {
            _running--;
            place.Tenant.Turns--;
            _turnSeconds += (_time.GetElapsedTime(place.Began).TotalSeconds - _turnSeconds) / TurnsOfMean;
            var second = Second();
            while (_running < _options.MaxConcurrentTurns && _queue.Min is { } next)
            {
                _queue.Remove(next);
                next.Ended.SetResult(Outcome<IAdmissionPlace>.From(Begin_NeedsLock(next, second)));
            }
        }
    }

    private Place Begin_NeedsLock(Waiting turn, long second)
    {
        _running++;
        _begins[_begun++ % _begins.Length] = _time.GetTimestamp();
        _virtualNow = Math.Max(_virtualNow, turn.Booking.Finish);
        Count_NeedsLock(turn, turn.ArrivedSecond, -1);
        Count_NeedsLock(turn, second, 1); // in the minute in which it begins
        return new Place(this, turn.Tenant, turn.Tokens, second, _time.GetTimestamp());
    }

    private void Book_NeedsLock(Waiting turn)
    {
        turn.Tenant.Turns++;
        turn.Tenant.Book(turn.Priority, turn.Booking);
        Count_NeedsLock(turn, turn.ArrivedSecond, 1);
    }

    private void Count_NeedsLock(Waiting turn, long second, int sign)
    {
        turn.Tenant.Requests.Add(second, sign);
        turn.Tenant.Tokens.Add(second, (long)sign * turn.Tokens);
        _requests.Add(second, sign);
        _tokens.Add(second, (long)sign * turn.Tokens);
    }

    private long Second() => _time.GetTimestamp() / _time.TimestampFrequency;

    private TenantLoad TenantOf_NeedsLock(Caller caller, long second)
    {
        if (_tenants.TryGetValue(caller.TenantId, out var tenant))
        {
            return tenant;
        }

        if (_tenants.Count >= _sweepAt)
        {
            foreach (var idle in _tenants.Where(each => each.Value.IsIdle(second)).Select(each => each.Key).ToArray())
            {
                _tenants.Remove(idle);
            }

            _sweepAt = Math.Max(FewTenants, _tenants.Count * 2); // so that sweeping costs a constant per new tenant
        }

        return _tenants[caller.TenantId] = new TenantLoad();
    }
}

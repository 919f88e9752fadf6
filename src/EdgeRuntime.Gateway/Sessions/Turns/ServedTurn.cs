using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Admission;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Sessions.Links;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Sessions.Turns;

/// <summary>One turn: what came in, what goes out and when it has to stop. It lives apart from the call that began it; calls come and go as
/// links, of which several can hear the same answer. Safe for several threads.</summary>
internal sealed partial class ServedTurn
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new(); // never given a timer or a handle, so there is nothing to dispose
    private readonly SessionsOptions _options;
    private readonly TimeProvider _time;
    private readonly string _defaultModel; // the gateway's
    private ITimer? _deadlineTimer;
    private int _cause;

    /// <summary>Begins to count the deadline.</summary>
    public ServedTurn(Caller caller, Start start, string defaultModel, SessionsOptions options, InputMemory memory, TimeProvider time)
    {
        Caller = caller;
        Start = start;
        _options = options;
        _time = time;
        _defaultModel = defaultModel;
        Model = ModelOf(caller, start, defaultModel);
        SessionId = start.SessionId.Length > 0 ? start.SessionId : SessionIds.Create();
        Token = ResumeToken.Create(_options.Replica);
        Outbox = new ResponseOutbox(_options.OutboxMessages, _options.OutboxBytes);
        Input = new TurnInput(caller.TenantId, memory, _time);
        BeganAt = _time.GetTimestamp();
        var allowed = start.DeadlineMs > 0 ? TimeSpan.FromMilliseconds(start.DeadlineMs) : _options.DefaultDeadline;
        Deadline = Deadline.After(allowed, _time);
        using (ExecutionContext.SuppressFlow()) // the timer would keep the whole call that began the turn
        {
            _deadlineTimer = _time.CreateTimer(
                turn => ((ServedTurn)turn!).Stop(StopCause.Deadline), this, allowed, Timeout.InfiniteTimeSpan);
        }
    }

    public Caller Caller { get; }

    public Start Start { get; }

    public string Model { get; }

    public string SessionId { get; }

    /// <summary>Secret by which a call can resume this turn.</summary>
    public string Token { get; }

    public ResponseOutbox Outbox { get; }

    public TurnInput Input { get; }

    public ToolWaits Tools { get; } = new();

    /// <summary>When the turn must be over.</summary>
    public Deadline Deadline { get; }

    /// <summary>Timestamp of the time provider.</summary>
    public long BeganAt { get; }

    /// <summary>Set when the turn is to stop; <see cref="Cause"/> says why.</summary>
    public CancellationToken Stopped => _stop.Token;

    public StopCause Cause => (StopCause)Volatile.Read(ref _cause);

    /// <summary>Why it failed, with <see cref="StopCause.Failed"/>.</summary>
    public Failure? Broken { get; private set; }

    /// <summary>Set when the session was forgotten while the turn ran: it is not written into the history.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>The work of the turn; the registry owns it.</summary>
    public Task Run { get; set; } = Task.CompletedTask;

    /// <summary>True once nothing more is going to happen.</summary>
    public bool IsOver { get; private set; }

    /// <summary>True once its idempotency key is free for another turn, or its time to be repeated is over.</summary>
    public bool IsDropped { get; set; }

    /// <summary>What tokens of second calls are filed under, oldest first; the registry's, under a lock on it.</summary>
    public Queue<UInt128> AdoptedTokens { get; } = new(0);

    /// <summary>What it was billed; null before that, and where nothing was.</summary>
    public Bill? Bill { get; set; }

    /// <summary>True when nothing of it is written down.</summary>
    public bool IsSensitive => Start.PrivacyClass == PrivacyClass.Sensitive;

    /// <summary>Milliseconds until the deadline.</summary>
    public uint MillisecondsLeft => (uint)Math.Max(0, Deadline.Left.TotalMilliseconds);

    /// <summary>Stops the turn; the first cause counts.</summary>
    public void Stop(StopCause why, Failure? failure = null)
    {
        lock (_lock)
        {
            if (IsOver || _cause != 0) return;
            Broken = failure;
            Volatile.Write(ref _cause, (int)why);
        }

        _stop.Cancel();
    }

    /// <summary>The run is done; only the answer can still be fetched. Thousands of turns are kept like this for a while,
    /// so what it needed lets go.</summary>
    public void End()
    {
        _deadlineTimer?.Dispose();
        _deadlineTimer = null;
        lock (_receiving) Input.Clear();
        lock (_lock)
        {
            IsOver = true;
            _graceTimer?.Dispose();
            _graceTimer = null;
        }

        Move();
    }
}

using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>One turn: what came in, what goes out and when it has to stop. It lives apart from the call that began it; calls come and go as
/// links. Safe for several threads.</summary>
internal sealed partial class Turn
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new(); // never given a timer or a handle, so there is nothing to dispose
    private readonly SessionsOptions options;
    private readonly TimeProvider time;
    private readonly ITimer deadlineTimer;
    private int cause;

    /// <summary>Begins to count the deadline.</summary>
    public Turn(Caller caller, Start start, string defaultModel, SessionsOptions options, TimeProvider time)
    {
        Caller = caller;
        Start = start;
        this.options = options;
        this.time = time;
        Model = start.Model.Length > 0 ? start.Model : caller.Settings.DefaultModel ?? defaultModel;
        SessionId = start.SessionId.Length > 0 ? start.SessionId : SessionIds.Create();
        Token = ResumeToken.Create(options.Replica);
        Outbox = new Outbox(options.OutboxMessages, options.OutboxBytes);
        Input = new TurnInput(time);
        BeganAt = time.GetTimestamp();
        var allowed = start.DeadlineMs > 0 ? TimeSpan.FromMilliseconds(start.DeadlineMs) : options.DefaultDeadline;
        Deadline = time.GetUtcNow() + allowed;
        deadlineTimer = time.CreateTimer(turn => ((Turn)turn!).Stop(StopCause.Deadline), this, allowed, Timeout.InfiniteTimeSpan);
    }

    public Caller Caller { get; }

    public Start Start { get; }

    public string Model { get; }

    public string SessionId { get; }

    /// <summary>Secret by which a call can resume this turn.</summary>
    public string Token { get; }

    public Outbox Outbox { get; }

    public TurnInput Input { get; }

    public ToolWaits Tools { get; } = new();

    /// <summary>When the turn must be over.</summary>
    public DateTimeOffset Deadline { get; }

    /// <summary>Timestamp of the time provider.</summary>
    public long BeganAt { get; }

    /// <summary>Set when the turn is to stop; <see cref="Cause"/> says why.</summary>
    public CancellationToken Stopped => stop.Token;

    public StopCause Cause => (StopCause)Volatile.Read(ref cause);

    /// <summary>With <see cref="StopCause.Failed"/>.</summary>
    public Failure? Broken { get; private set; }

    /// <summary>Set when the session was forgotten while the turn ran: it is not written into the history.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>The work of the turn; the registry owns it.</summary>
    public Task Run { get; set; } = Task.CompletedTask;

    /// <summary>True once nothing more is going to happen.</summary>
    public bool IsOver { get; private set; }

    /// <summary>True when nothing of it is written down.</summary>
    public bool IsSensitive => Start.PrivacyClass == PrivacyClass.Sensitive;

    /// <summary>Milliseconds until the deadline.</summary>
    public uint MillisecondsLeft => (uint)Math.Max(0, (Deadline - time.GetUtcNow()).TotalMilliseconds);

    /// <summary>Stops the turn; the first cause counts.</summary>
    public void Stop(StopCause why, Failure? failure = null)
    {
        lock (gate)
        {
            if (IsOver || cause != 0) return;
            Broken = failure;
            Volatile.Write(ref cause, (int)why);
        }

        stop.Cancel();
    }

    /// <summary>The run is done; only the answer can still be fetched.</summary>
    public void End()
    {
        deadlineTimer.Dispose();
        lock (receiving) Input.Clear();
        lock (gate)
        {
            IsOver = true;
            graceTimer?.Dispose();
            graceTimer = null;
        }
    }
}

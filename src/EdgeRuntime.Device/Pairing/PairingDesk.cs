using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Contracts.Pairing;

namespace EdgeRuntime.Device.Pairing;

/// <summary>The pairing window: a person opens it, one phone gets one attempt, a person answers, and it ends within its time whatever
/// happens. Every end has a named reason. Safe for several threads.</summary>
public sealed class PairingDesk : IDisposable
{
    private readonly Lock _lock = new();
    private readonly BondBook _bonds;
    private readonly PairingOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<string, ReadOnlyMemory<byte>> _send;
    private readonly List<long> _failed = []; // timestamps, as is the next: the wall clock may be set meanwhile
    private readonly ITimer _timer;
    private long _opened;
    private PairingAttempt? _attempt;
    private string? _session;

    /// <summary>Makes a desk with no window.</summary>
    /// <param name="bonds">Where bonds are kept.</param>
    /// <param name="send">Takes a message for a phone, by its session; only queues it, and returns at once.</param>
    public PairingDesk(BondBook bonds, PairingOptions options, TimeProvider time, Action<string, ReadOnlyMemory<byte>> send)
    {
        (_bonds, _options, _time, _send) = (bonds, options, time, send);
        _timer = time.CreateTimer(_ => OnTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Tells what a person should see now. Called after each change, never with a lock held.</summary>
    public event Action<PairingView>? Changed;

    /// <summary>What a person should see now.</summary>
    public PairingView View { get; private set; } = new(PairingState.Closed);

    private bool IsOpen => View.State is PairingState.Waiting or PairingState.Comparing;

    /// <summary>Opens a window; where one is open, gives that. Failure: <c>pair-locked</c>.</summary>
    public Outcome<PairingView> Open()
    {
        lock (_lock)
        {
            if (IsOpen) return View;
            _failed.RemoveAll(at => _time.GetElapsedTime(at) >= _options.FailurePeriod);
            if (_failed.Count >= _options.MaxFailures) return PairingFailures.Locked;
            (View, _opened) = (new PairingView(PairingState.Waiting), _time.GetTimestamp());
            _timer.Change(_options.Window, Timeout.InfiniteTimeSpan);
        }

        return Tell();
    }

    /// <summary>The person's answer: the digits are the same on both sides, or they are not. Without digits to compare, nothing
    /// happens.</summary>
    public void Answer(bool same)
    {
        lock (_lock)
        {
            if (View.State is not PairingState.Comparing || View.Answered) return;
            if (same)
            {
                View = View with { Answered = true };
                if (_attempt!.Agree() is { } reply) Send_NeedsLock(_session!, reply);
            }
            else
            {
                End_NeedsLock(PairingFailures.Differ);
            }
        }

        Tell();
    }

    /// <summary>Closes the window; true where one was open.</summary>
    public bool Cancel()
    {
        lock (_lock)
        {
            if (!IsOpen) return false;
            End_NeedsLock(PairingFailures.Cancelled);
        }

        Tell();
        return true;
    }

    /// <summary>The phone of a session has left the broker.</summary>
    public void Gone(string session)
    {
        lock (_lock)
        {
            if (!IsOpen || _session != session) return;
            End_NeedsLock(_attempt is { IsPhoneUndecided: true } ? PairingFailures.GoneComparing : PairingFailures.Gone);
        }

        Tell();
    }

    /// <summary>Takes a message of a phone.</summary>
    /// <param name="session">The session it was sent in.</param>
    /// <param name="payload">JSON; anything else is answered with <c>pair-malformed</c>.</param>
    public void Take(string session, ReadOnlySpan<byte> payload)
    {
        var message = Parse(payload);
        lock (_lock)
        {
            if (!Take_NeedsLock(session, message)) return;
        }

        Tell();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _attempt?.Dispose();
    }

    // False where nothing changed that a person could see.
    private bool Take_NeedsLock(string session, PairingMessage? message)
    {
        if (!IsOpen || (_session is null && message?.Type != PairingTypes.Request))
        {
            // Noise does not use the window up: only a phone that asks gets the one attempt.
            if (message?.Type != PairingTypes.End) Refuse_NeedsLock(session, IsOpen ? PairingFailures.Malformed : PairingFailures.Closed);
            return false;
        }

        if (_session is not null && _session != session)
        {
            Refuse_NeedsLock(session, PairingFailures.Busy);
            View = View with { Failure = PairingFailures.Busy };
            return true;
        }

        (_session, _attempt) = (session, _attempt ?? PairingAttempt.Begin(_bonds.Glasses, _bonds.Name));
        var taken = message is null ? PairingFailures.Malformed : _attempt.Take(message);
        if (!taken.TryGet(out var reply, out var failure) && failure is not null) Fail_NeedsLock(failure);
        else if (_attempt.Bonded is { } secrets) Keep_NeedsLock(secrets, reply!);
        else Advance_NeedsLock(reply);
        return true;
    }

    // A request that makes no sense is no attempt: it leaves the window to a phone that can ask.
    private void Fail_NeedsLock(Failure failure)
    {
        if (_attempt!.HasBegun)
        {
            End_NeedsLock(failure, _attempt.IsGuess);
            return;
        }

        Refuse_NeedsLock(_session!, failure);
        _attempt.Dispose();
        (_attempt, _session, View) = (null, null, View with { Failure = failure });
    }

    private void Advance_NeedsLock(PairingMessage? reply)
    {
        if (reply is not null) Send_NeedsLock(_session!, reply);
        View = View with
        {
            State = _attempt!.Digits is null ? PairingState.Waiting : PairingState.Comparing,
            Failure = _attempt.Digits is null ? null : View.Failure, // of a request before this one
            Digits = _attempt.Digits,
            PhoneName = _attempt.PhoneName,
        };
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when a bond was made")]
    private void Keep_NeedsLock(PairingSecrets secrets, PairingMessage reply)
    {
        var now = _time.GetUtcNow();
        if (_bonds.Add(new Bond(secrets.BondId, _attempt!.PhoneName, secrets.BondKey, now, now)) is { } failure)
        {
            End_NeedsLock(PairingFailures.NotKept(failure));
            return;
        }

        Send_NeedsLock(_session!, reply);
        Close_NeedsLock(View with { State = PairingState.Paired, Failure = null, Bond = secrets.BondId });
    }

    // Only a wrong confirmation counts towards the lock: a guess. Noise, a phone that leaves, what a phone claims and the wearer's own no
    // do not: whoever comes to the window first, or stands in between, could lock the wearer out with them.
    private void End_NeedsLock(Failure failure, bool isWrong = false)
    {
        if (_session is { } session) Refuse_NeedsLock(session, failure);
        if (isWrong) _failed.Add(_time.GetTimestamp());
        Close_NeedsLock(View with { State = PairingState.Failed, Failure = failure });
    }

    private void Close_NeedsLock(PairingView view)
    {
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _attempt?.Dispose();
        (_attempt, _session, View) = (null, null, view);
    }

    // A phone that owed us a message has gone; otherwise it was the person who was late.
    private void OnTime()
    {
        lock (_lock)
        {
            if (!IsOpen || _time.GetElapsedTime(_opened) < _options.Window) return; // of a window before
            End_NeedsLock(_attempt is { WaitsForPhone: true } ? PairingFailures.Gone : PairingFailures.Late);
        }

        Tell();
    }

    private void Refuse_NeedsLock(string session, Failure failure) =>
        Send_NeedsLock(session, new PairingMessage { Type = PairingTypes.End, Code = failure.Code, Message = failure.Message });

    private void Send_NeedsLock(string session, PairingMessage message) =>
        _send(session, JsonSerializer.SerializeToUtf8Bytes(message, PairingJson.Default.PairingMessage));

    private PairingView Tell()
    {
        var view = View;
        Changed?.Invoke(view);
        return view;
    }

    private static PairingMessage? Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > PhoneProtocol.MaxOpenBytes) return null;
        try
        {
            return JsonSerializer.Deserialize(payload, PairingJson.Default.PairingMessage);
        }
        catch (JsonException)
        {
            return null; // answered with pair-malformed
        }
    }
}

using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Sessions.Links;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Sessions.Turns;

internal sealed partial class ServedTurn
{
    private const int MostRemembered = 65_536; // messages; what comes after them is not compared when it is repeated

    private readonly Lock _receiving = new();
    private readonly List<int> _received = new(1); // a hash of each message behind Start, for as long as the process lives

    private TaskCompletionSource? _moved; // only where a second call waits for what the first one says
    private ulong _inputEnd; // sequence of the message marked as last; 0 before it came

    /// <summary>Highest request sequence received; 1 is the Start that began the turn.</summary>
    public ulong LastReceived { get; private set; } = 1;

    /// <summary>Takes a message of the client that follows Start; gives why the turn, or only its call, cannot go on.</summary>
    /// <param name="request">Any message but Start.</param>
    /// <param name="link">The call that it came by; null for one that is not attached and only repeats.</param>
    public Failure? Receive(ConverseRequest request, Link? link)
    {
        switch (request.MessageCase)
        {
            case ConverseRequest.MessageOneofCase.Acknowledge:
                Outbox.Acknowledge(HeardByOthers(link, request.Acknowledge.Sequence));
                return null;
            case ConverseRequest.MessageOneofCase.Cancel:
                Stop(StopCause.Canceled);
                return null;
        }

        lock (_receiving)
        {
            if (request.Sequence > 0 && request.Sequence <= LastReceived) return Repeat_NeedsLock(request, link);
            if (request.Sequence != LastReceived + 1) return SessionFailures.SequenceGap(LastReceived + 1, request.Sequence);
            if (Take_NeedsLock(request, link) is { } failure) return failure; // its number is still free for a call that goes on
            LastReceived = request.Sequence;
            if (_received.Count < MostRemembered) _received.Add(request.GetHashCode());
            if (_inputEnd == 0 && Input.IsWhole) _inputEnd = request.Sequence;
            Move_NeedsLock();
            return null;
        }
    }

    /// <summary>True when a second call has to say this message too before it is known to mean the same: all that is asked, as far as it
    /// was said.</summary>
    public bool MustRepeat(ulong sequence)
    {
        lock (_receiving) return _inputEnd > 0 ? sequence <= _inputEnd : !IsOver || sequence <= LastReceived;
    }

    /// <summary>Completes when the turn has received more, has lost a call or is over.</summary>
    public Task WhenMoved()
    {
        lock (_receiving) return (_moved ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Whether a Start asks for the same as the one that began the turn. What only says how long and how urgently may differ,
    /// and who did not know the session the first time may name it the second. What is not said is what counts without it.</summary>
    public bool IsSameWish(Caller caller, Start other)
    {
        if (ReferenceEquals(other, Start)) return true;
        var session = other.SessionId.Length == 0 || other.SessionId == SessionId;
        var model = other.Model == Start.Model || ModelOf(caller, other, _defaultModel) == Model; // a default may have changed since
        return session && model && Wish(other).Equals(Wish(Start));
    }

    private static string ModelOf(Caller caller, Start start, string defaultModel) =>
        start.Model.Length > 0 ? start.Model : caller.Settings.DefaultModel ?? defaultModel;

    private static Start Wish(Start start) => new()
    {
        PrivacyClass = start.PrivacyClass == PrivacyClass.Unspecified ? PrivacyClass.Normal : start.PrivacyClass,
        Locale = start.Locale.ToLowerInvariant(), // the case of a language tag means nothing
        Tools = { start.Tools },
        WantSpeech = start.WantSpeech,
    };

    private void Move()
    {
        lock (_receiving) Move_NeedsLock();
    }

    private void Move_NeedsLock()
    {
        _moved?.TrySetResult();
        _moved = null;
    }

    // Sent again by a resumed call, or by one of several that hear the turn. What a tool gave the second time is not what the turn was
    // begun for; what another call has said under this number behind the question does not stand in the way of a result that is waited
    // for.
    private Failure? Repeat_NeedsLock(ConverseRequest request, Link? link)
    {
        if (_inputEnd > 0 && request.Sequence > _inputEnd)
        {
            return request.ToolResult is { } result && Tools.IsOpen(result.CallId) ? Tools.Answer(result, link) : null;
        }

        var at = request.Sequence - 2; // of Start there is none
        return request.Sequence < 2 || at >= (ulong)_received.Count || _received[(int)at] == request.GetHashCode()
            ? null
            : SessionFailures.KeyReused;
    }

    private Failure? Take_NeedsLock(ConverseRequest request, Link? link) => request.MessageCase switch
    {
        ConverseRequest.MessageOneofCase.Start => SessionFailures.Unexpected("A second Start"),
        ConverseRequest.MessageOneofCase.ToolResult => Tools.Answer(request.ToolResult, link),
        ConverseRequest.MessageOneofCase.None => null, // a message of a later version; receivers ignore what they do not know
        _ when IsOver => null, // crossed the answer on its way
        _ when Input.IsWhole => SessionFailures.Unexpected("Input after the last one"),
        ConverseRequest.MessageOneofCase.Text => Input.Add(request.Text),
        ConverseRequest.MessageOneofCase.Audio => May(Features.Audio, "audio") ?? Input.Add(request.Audio),
        ConverseRequest.MessageOneofCase.Frame => May(Features.Vision, "pictures") ?? Input.Add(request.Frame),
        _ => null,
    };

    private Failure? May(Features feature, string words) =>
        Caller.Features.HasFlag(feature) ? null : SessionFailures.FeatureNotAllowed(words);
}

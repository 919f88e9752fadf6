namespace EdgeRuntime.Gateway.Sessions;

internal sealed partial class Turn
{
    private Link? _link;
    private ITimer? _graceTimer;

    /// <summary>True while a call is attached.</summary>
    public bool HasLink
    {
        get
        {
            lock (_gate) return _link is not null;
        }
    }

    /// <summary>Attaches a call; the one before is told that it was replaced.</summary>
    /// <param name="from">Highest response that the client has.</param>
    /// <param name="abort">Cuts the call off.</param>
    public Link Attach(ulong from, Action abort)
    {
        var attached = new Link(from, abort);
        lock (_gate)
        {
            _link?.End(SessionFailures.LinkReplaced);
            _link = attached;
            _graceTimer?.Dispose();
            _graceTimer = null;
        }

        Outbox.Attach(attached.Signal);
        return attached;
    }

    /// <summary>A call is gone. Unless another one comes within the grace time, the turn is stopped.</summary>
    public void Detach(Link gone)
    {
        Outbox.Detach(gone.Signal);
        lock (_gate)
        {
            if (_link != gone) return;
            _link = null;
            if (IsOver) return;
            _graceTimer = _time.CreateTimer(
                turn => ((Turn)turn!).Stop(StopCause.Failed, SessionFailures.LinkLost), this, _options.Grace, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>True for the call that may still speak for the client.</summary>
    public bool IsAttached(Link asked)
    {
        lock (_gate) return _link == asked;
    }

    /// <summary>Cuts off a call whose client took too long to take the last message.</summary>
    public void AbortLink()
    {
        lock (_gate) _link?.Abort();
    }
}

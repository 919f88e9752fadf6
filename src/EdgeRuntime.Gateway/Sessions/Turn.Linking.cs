namespace EdgeRuntime.Gateway.Sessions;

internal sealed partial class Turn
{
    private Link? link;
    private ITimer? graceTimer;

    /// <summary>True while a call is attached.</summary>
    public bool HasLink
    {
        get
        {
            lock (gate) return link is not null;
        }
    }

    /// <summary>Attaches a call; the one before is told that it was replaced.</summary>
    /// <param name="from">Highest response that the client has.</param>
    /// <param name="abort">Cuts the call off.</param>
    public Link Attach(ulong from, Action abort)
    {
        var attached = new Link(from, abort);
        lock (gate)
        {
            link?.End(SessionFailures.LinkReplaced);
            link = attached;
            graceTimer?.Dispose();
            graceTimer = null;
        }

        Outbox.Attach(attached.Signal);
        return attached;
    }

    /// <summary>A call is gone. Unless another one comes within the grace time, the turn is stopped.</summary>
    public void Detach(Link gone)
    {
        lock (gate)
        {
            if (link != gone) return;
            link = null;
            if (IsOver) return;
            graceTimer = time.CreateTimer(
                turn => ((Turn)turn!).Stop(StopCause.Failed, SessionFailures.LinkLost), this, options.Grace, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>True for the call that may still speak for the client.</summary>
    public bool IsAttached(Link asked)
    {
        lock (gate) return link == asked;
    }

    /// <summary>Cuts off a call whose client took too long to take the last message.</summary>
    public void AbortLink()
    {
        lock (gate) link?.Abort();
    }
}

using EdgeRuntime.Gateway.Sessions.Links;

namespace EdgeRuntime.Gateway.Sessions.Turns;

internal sealed partial class ServedTurn
{
    /// <summary>Calls of one idempotency key that hear the same answer.</summary>
    public const int MostLinks = 16;

    private readonly List<Link> _links = new(1); // the first one speaks for the client, the others have said the same and listen
    private ITimer? _graceTimer;
    private bool _isJoined; // by the call that began it

    /// <summary>True while a call is attached.</summary>
    public bool HasLink
    {
        get
        {
            lock (_lock) return _links.Count > 0;
        }
    }

    /// <summary>Attaches the call that began the turn, or one that resumes it; those before are told that they were replaced.</summary>
    /// <param name="from">Highest response that the client has.</param>
    /// <param name="abort">Cuts the call off.</param>
    public Link Attach(ulong from, Action abort)
    {
        var attached = new Link(from, abort);
        lock (_lock)
        {
            foreach (var link in _links) link.End(SessionFailures.LinkReplaced);
            _links.Clear();
            Attach_NeedsLock(attached);
        }

        Outbox.Attach(attached.Signal);
        return attached;
    }

    /// <summary>Attaches a call that has said the same, beside the others; null when there are too many.</summary>
    public Link? AttachBeside(Action abort) => AttachWhere(static turn => turn._links.Count < MostLinks, abort);

    /// <summary>Attaches a call that has said the same as far as the turn has heard, and goes on where nobody else does; null while
    /// somebody does.</summary>
    public Link? AttachInPlace(Action abort) => AttachWhere(static turn => turn._isJoined && turn._links.Count == 0 && !turn.IsOver, abort);

    /// <summary>A call is gone. Unless another one is or comes within the grace time, the turn is stopped.</summary>
    public void Detach(Link gone)
    {
        Outbox.Detach(gone.Signal);
        lock (_lock)
        {
            if (_links.Remove(gone) && _links.Count == 0 && !IsOver)
            {
                _graceTimer = _time.CreateTimer(
                    turn => ((ServedTurn)turn!).Stop(StopCause.Failed, SessionFailures.LinkLost), this, _options.Grace,
                    Timeout.InfiniteTimeSpan);
            }
        }

        Move(); // somebody may wait to go on in its place
    }

    /// <summary>True for the call that speaks for the client.</summary>
    public bool IsSpeaking(Link asked)
    {
        lock (_lock) return _links.Count > 0 && _links[0] == asked;
    }

    /// <summary>Cuts off calls whose clients took too long to take the last message.</summary>
    public void AbortLinks()
    {
        Link[] links;
        lock (_lock) links = [.. _links];
        foreach (var link in links) link.Abort();
    }

    private Link? AttachWhere(Func<ServedTurn, bool> may, Action abort)
    {
        var attached = new Link(0, abort);
        lock (_lock)
        {
            if (!may(this)) return null;
            Attach_NeedsLock(attached);
        }

        Outbox.Attach(attached.Signal);
        return attached;
    }

    private void Attach_NeedsLock(Link attached)
    {
        _links.Add(attached);
        _isJoined = true;
        _graceTimer?.Dispose();
        _graceTimer = null;
    }

    // What one call has used, another may still have to hear.
    private ulong HeardByOthers(Link? asking, ulong upTo)
    {
        lock (_lock)
        {
            foreach (var link in _links)
            {
                if (link != asking) upTo = Math.Min(upTo, link.Position);
            }
        }

        return upTo;
    }
}

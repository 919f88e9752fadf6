namespace EdgeRuntime.Gateway.Sessions.Links;

/// <summary>One call that is attached to a turn: how far it has read, and what wakes it.</summary>
/// <param name="from">Highest response that the client has.</param>
/// <param name="abort">Cuts the call off, when its client does not even take the last message.</param>
internal sealed class Link(ulong from, Action abort)
{
    private volatile Failure? _over;

    /// <summary>Wakes the call's writer.</summary>
    public Signal Signal { get; } = new();

    /// <summary>Sequence of the last response that was written.</summary>
    public ulong Position { get; set; } = from;

    /// <summary>Why the call ends before the turn; null while it goes on.</summary>
    public Failure? Over => _over;

    /// <summary>Ends the call with an error; the turn goes on.</summary>
    public void End(Failure why)
    {
        _over = why;
        Signal.Set();
    }

    /// <summary>Cuts the call off.</summary>
    public void Abort() => abort();
}

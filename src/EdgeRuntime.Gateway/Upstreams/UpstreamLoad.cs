namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>How many questions run at one server, over all its routes. Safe for several threads.</summary>
internal sealed class UpstreamLoad(IUpstream upstream)
{
    private int _running;

    /// <summary>The server.</summary>
    public IUpstream Upstream { get; } = upstream;

    /// <summary>Whether the last look at it found it well; questions go elsewhere first while it is not.</summary>
    public bool Healthy { get; set; } = true;

    /// <summary>Questions running.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Takes a place; false when all are taken.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _running) <= Upstream.MaxConcurrent)
        {
            return true;
        }

        Interlocked.Decrement(ref _running);
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _running);
}

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>What the failure of a question says about the server that was asked.</summary>
internal enum Evidence
{
    /// <summary>It may be the question or the server; the same from several tenants is the server.</summary>
    Unclear,

    /// <summary>The server works: it was this question that it refused, or that its model answered with nonsense.</summary>
    Question,

    /// <summary>The server itself: nobody can reach it, whatever is asked.</summary>
    Server,
}

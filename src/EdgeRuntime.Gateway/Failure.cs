using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway;

/// <summary>An expected way out: what went wrong, who has to act and what to do next. Becomes <see cref="Error"/> on the wire.</summary>
/// <param name="Code">Stable machine code in kebab-case (<c>budget-exhausted</c>); all of them stand in this project's README.</param>
/// <param name="Message">One sentence for a person; never content of a conversation.</param>
/// <param name="Next">One sentence that says what to do about it.</param>
/// <param name="Blame">Who has to act.</param>
public sealed record Failure(string Code, string Message, string Next, Blame Blame)
{
    /// <summary>Whether the same call can succeed later.</summary>
    public bool Retryable { get; init; }

    /// <summary>When it is worth trying again; zero for at once.</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>Whose key was refused, where it is one that is known; not told to callers.</summary>
    internal Caller? Known { get; init; }

    /// <summary>What it says about the server that was asked, where one was; not told to callers.</summary>
    internal Evidence Evidence { get; init; }
}

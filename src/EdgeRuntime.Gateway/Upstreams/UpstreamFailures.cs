using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Upstreams.Routing;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>Every way out of a question to a server. None of them names content, an address or a key.</summary>
internal static class UpstreamFailures
{
    public const string UnavailableCode = "upstream-unavailable";
    public const string RefusedCode = "upstream-refused";
    public const string BrokenCode = "upstream-broken";
    public const string TimeoutCode = "upstream-timeout";

    public static Failure Unavailable(string server, string why, TimeSpan retryAfter = default) => new(
        UnavailableCode, $"The model server '{server}' {why}.", "Try again in a moment.", Blame.Upstream)
    {
        Retryable = true,
        RetryAfter = retryAfter == default ? TimeSpan.FromSeconds(1) : retryAfter,
    };

    /// <summary>No connection, or one that broke before the answer began.</summary>
    public static Failure Unreachable(string server, Exception why) =>
        Unavailable(server, "cannot be reached") with { Evidence = EvidenceOf(why) };

    /// <summary>A connection that never stood is the server's; one that stood and broke may be the question's.</summary>
    public static Evidence EvidenceOf(Exception failure) => failure switch
    {
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError
        } => Evidence.Server,
        OperationCanceledException { InnerException: TimeoutException } => Evidence.Server, // of the handler, while it connects
        _ => Evidence.Unclear,
    };

    public static Failure Refused(string server, int status) => new(
        RefusedCode, $"The model server '{server}' refused the question with HTTP {status}.",
        "Shorten the question or leave out pictures and tools; the server may not support them.", Blame.Upstream)
    {
        Evidence = Evidence.Question,
    };

    public static Failure Broken(string server, string why) => new(
        BrokenCode, $"The model server '{server}' {why}.", "Try again; if it stays, the operator has to look at that server.",
        Blame.Upstream)
    {
        Retryable = true,
    };

    public static Failure Timeout(string server, string why) => new(
        TimeoutCode, $"The model server '{server}' {why}.", "Try again, or allow more time.", Blame.Upstream)
    {
        Retryable = true,
    };

    public static Failure NoRoute(string model, string why) => new(
        UnavailableCode, $"No server can be asked for the model '{model}': {why}.", "Ask for another model, or tell the operator.",
        Blame.Gateway);
}

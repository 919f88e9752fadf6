using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Admission;

internal sealed partial class Admission
{
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromMilliseconds(250); // sooner would only come back into the same crowd

    /// <summary>Why a turn may not begin whatever the queue holds; null when it may.</summary>
    private Failure? Refusal_NeedsLock(TenantLoad tenant, TenantSettings limits, int tokens, TimeSpan left, long second)
    {
        if (left <= TimeSpan.Zero)
        {
            return AdmissionFailures.DeadlineTooShort(TimeSpan.Zero);
        }

        if (tokens > limits.TokensPerMinute)
        {
            return AdmissionFailures.MoreThanAMinuteAllows();
        }

        if (!tenant.Requests.Fits(second, 1, limits.RequestsPerMinute, out var wait))
        {
            return AdmissionFailures.RateLimited(TimeSpan.FromSeconds(wait));
        }

        if (!tenant.Tokens.Fits(second, tokens, limits.TokensPerMinute, out wait))
        {
            return AdmissionFailures.TokensLimited(TimeSpan.FromSeconds(wait));
        }

        if (tenant.Turns >= limits.ConcurrentTurns)
        {
            return AdmissionFailures.TooManyTurns(RetryAfter_NeedsLock());
        }

        return _requests.Fits(second, 1, Limit(_options.RequestsPerMinute), out wait)
            && _tokens.Fits(second, tokens, Limit(_options.TokensPerMinute), out wait)
            ? null
            : AdmissionFailures.Overloaded(TimeSpan.FromSeconds(wait));
    }

    private static long Limit(long option) => option == 0 ? long.MaxValue : option;

    private TimeSpan RetryAfter_NeedsLock()
    {
        var turn = TimeSpan.FromSeconds(_turnSeconds);
        return turn < ShortestRetry ? ShortestRetry : turn;
    }
}

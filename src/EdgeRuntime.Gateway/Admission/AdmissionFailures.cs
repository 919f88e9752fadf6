using EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Gateway.Admission;

/// <summary>Every reason not to begin, with when to try again.</summary>
internal static class AdmissionFailures
{
    /// <summary>When to try again where turns hold too much: by then some have ended.</summary>
    public static readonly TimeSpan InputRetry = TimeSpan.FromSeconds(1);

    public static Failure InputLimited { get; } = Later(
        "input-limited", "The tenant's running turns hold as much sound and as many pictures as they may.",
        "Try again when a turn has ended, or send smaller pictures.", Blame.Tenant, InputRetry);

    public static Failure RateLimited(TimeSpan retryAfter) => Later(
        "rate-limited", "The tenant has begun as many turns in the last minute as it may.",
        "Wait, or ask the operator for a higher limit.", Blame.Tenant, retryAfter);

    public static Failure TokensLimited(TimeSpan retryAfter) => Later(
        "tokens-limited", "The tenant has used as many tokens in the last minute as it may.",
        "Wait, or ask the operator for a higher limit.", Blame.Tenant, retryAfter);

    public static Failure MoreThanAMinuteAllows() => new(
        "tokens-limited", "The turn may use more tokens than the tenant may use in a minute.",
        "Ask for a shorter answer, or ask the operator for a higher limit.", Blame.Tenant);

    public static Failure TooManyTurns(TimeSpan retryAfter) => Later(
        "too-many-turns", "The tenant has as many turns running as it may.",
        "Wait until one of them is over.", Blame.Tenant, retryAfter);

    public static Failure Overloaded(TimeSpan retryAfter) => Later(
        "overloaded", "The gateway has more work than it can do in time.",
        "Try again later, or at another replica.", Blame.Gateway, retryAfter);

    public static Failure DeadlineTooShort(TimeSpan retryAfter) => Later(
        "deadline-too-short", "The turn could not begin before its deadline.",
        "Allow more time, or try again later.", Blame.Client, retryAfter);

    private static Failure Later(string code, string message, string next, Blame blame, TimeSpan retryAfter) =>
        new(code, message, next, blame) { Retryable = true, RetryAfter = retryAfter };
}

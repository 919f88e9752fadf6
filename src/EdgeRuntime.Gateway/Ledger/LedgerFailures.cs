using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>The ways out of the ledger.</summary>
internal static class LedgerFailures
{
    public static Failure BudgetExhausted { get; } = new(
        "budget-exhausted", "The tenant's budget for this month is spent.", "Raise the budget, or wait for the next month.", Blame.Tenant);

    public static Failure BudgetReserved { get; } = new(
        "budget-reserved", "What is left of the tenant's budget for this month is set aside for running turns.",
        "Try again when one of them is over, or raise the budget.", Blame.Tenant)
    {
        Retryable = true,
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Failure TurnRunning { get; } = new(
        "turn-running", "A turn with this idempotency key is running.", "Resume it, or try again with the same key when it is over.",
        Blame.Client)
    {
        Retryable = true,
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Failure TurnTaken { get; } = new(
        "turn-lost", "This gateway stood still or was cut off for so long that another one has taken the turn over.",
        "Begin the turn again with the same idempotency key; it is billed once.", Blame.Client)
    {
        Retryable = true,
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Failure NameTaken { get; } = new(
        "replica-name-taken", "Another gateway has taken the name of this one.", "Call again; another replica answers.", Blame.Gateway)
    {
        Retryable = true,
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Failure OtherDevice { get; } = new(
        "idempotency-key-reused", "Another device of the tenant has used this idempotency key.",
        "Use a new key for each question of each device.", Blame.Client);

    public static Failure ModelUnknown(IEnumerable<ModelPrice> prices) => new(
        "model-unknown", "This gateway has no model of that name.",
        $"Use one of: {string.Join(", ", prices.Select(price => price.Model))}.", Blame.Client);

    public static Failure TenantUnknown { get; } = new(
        "tenant-unknown", "There is no such tenant.", "Use a key of a tenant that exists.", Blame.Tenant);

    public static Failure TenantSuspended { get; } = new("tenant-suspended", "The tenant is suspended.", "Ask the operator.", Blame.Tenant);

    public static Failure ReservationUnknown { get; } = new(
        "reservation-unknown", "This tenant has no such reservation.",
        "Reserve before settling; a reservation can be settled for a while after it ran out.", Blame.Gateway);

    public static Failure Refused { get; } = new(
        "amount-refused", "An amount is negative or larger than money can hold.",
        "Report it to the operator: the amounts of an upstream are wrong.", Blame.Gateway);
}

using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Our values as messages of the contract.</summary>
internal static class ContractMessages
{
    /// <summary>An error without a bill.</summary>
    public static Error ErrorOf(Failure failure) => new()
    {
        Code = failure.Code,
        Message = failure.Message,
        Next = failure.Next,
        Retryable = failure.Retryable,
        Blame = failure.Blame,
        RetryAfterMs = (uint)Math.Clamp(failure.RetryAfter.TotalMilliseconds, 0, uint.MaxValue),
    };

    /// <summary>An error with what was billed for the turn, which cannot be had again with the same key, whatever the failure says about
    /// itself.</summary>
    public static Error ErrorOf(Failure failure, Bill bill)
    {
        var error = ErrorOf(failure with { Retryable = false, RetryAfter = TimeSpan.Zero });
        error.Usage = UsageOf(bill);
        error.BillId = bill.Id;
        return error;
    }

    /// <summary>What was billed.</summary>
    public static Usage UsageOf(Bill bill) => UsageOf(bill.Used, bill.CostNanos, bill.Estimated);

    /// <summary>Amounts and what they cost.</summary>
    public static Usage UsageOf(Amounts used, long costNanos, bool estimated = false) => new()
    {
        InputTokens = used.InputTokens,
        OutputTokens = used.OutputTokens,
        AudioInputMs = used.AudioInputMs,
        AudioOutputMs = used.AudioOutputMs,
        Images = used.Images,
        CostNanos = costNanos,
        Estimated = estimated,
    };
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Answering;

namespace EdgeRuntime.Device.Cloud.Deferring;

/// <summary>What came of a wish that had waited.</summary>
/// <param name="At">When it was said.</param>
/// <param name="Answer">What there is to say about it; empty where it goes on waiting.</param>
/// <param name="Failure">Why it was not carried out; null when it was.</param>
/// <param name="Bill">What it cost; null when that is not known.</param>
public sealed record SentWish(DateTimeOffset At, string Answer, Failure? Failure, CloudBill? Bill)
{
    /// <summary>True when it goes on waiting.</summary>
    public bool Waits { get; init; }
}

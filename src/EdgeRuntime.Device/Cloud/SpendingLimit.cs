using System.Runtime.CompilerServices;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Cloud;

/// <summary>The wearer's own monthly limit in front of a cloud. What each answer has cost is kept in the state;
/// under a limit no answer may cost more than what is left, and nothing is asked once that is used up. Failure besides the cloud's:
/// <c>cloud-budget</c>. What was billed while a link was lost for good is not known here; the gateway's own budget counts it.</summary>
/// <param name="cloud">Who answers.</param>
/// <param name="state">The limit, and what was spent.</param>
public sealed class SpendingLimit(ICloud cloud, IGlassesState state, TimeProvider time) : ICloud
{
    private long _unkept; // bills that the disk would not take; they count until the program ends

    /// <inheritdoc/>
    public CloudStatus Status
    {
        get
        {
            var status = cloud.Status;
            return LeftNanos is { } left && !(status.BudgetLeftNanos < left) ? status with { BudgetLeftNanos = left } : status;
        }
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: the month")]
    private long? LeftNanos =>
        LeftOf(state.Current, time.GetUtcNow()) is { } left ? Math.Max(0, left - Interlocked.Read(ref _unkept)) : null;

    /// <summary>What the wearer's limit leaves, in nano units; null without one.</summary>
    public static long? LeftOf(GlassesState state, DateTimeOffset now) =>
        state.Settings.CloudBudget is { } limit
            ? Math.Max(0, (long)(limit * CloudSpending.NanosPerUnit) - state.CloudSpending.In(now))
            : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<AnswerEvent> AskAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = LeftNanos;
        if (left == 0)
        {
            yield return new AnswerEvent.Failed(UsedUp);
            yield break;
        }

        CloudBill? bill = null;
        try
        {
            await foreach (var happened in cloud.AskAsync(Limited(question, left), cancellationToken).ConfigureAwait(false))
            {
                bill = BillOf(happened) ?? bill;
                yield return happened;
            }
        }
        finally
        {
            // also of an answer that was cut short: it has cost something
            if (bill is { CostNanos: > 0 }) await KeepAsync(bill).ConfigureAwait(false);
        }
    }

    private static Failure UsedUp { get; } = new(
        Stages.Cloud, "cloud-budget", "This month's budget for the cloud is used up.",
        "Raise it (edge-runtime cloud budget), or wait for the next month.", Blame.Wearer);

    private static Question Limited(Question question, long? left) => left is not { } most
        ? question
        : question with { PriceCeilingNanos = question.PriceCeilingNanos > 0 ? Math.Min(question.PriceCeilingNanos, most) : most };

    private static CloudBill? BillOf(AnswerEvent happened) => happened switch
    {
        AnswerEvent.Usage usage => usage.SoFar,
        AnswerEvent.Done done => done.Bill,
        AnswerEvent.Failed failed => failed.Bill,
        _ => null,
    };

    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: the month")]
    private async ValueTask KeepAsync(CloudBill bill)
    {
        var now = time.GetUtcNow();
        var kept = await state.UpdateAsync(
            before => before with { CloudSpending = before.CloudSpending.With(bill.CostNanos, bill.Currency, now) }, CancellationToken.None)
                .ConfigureAwait(false);
        if (kept.Failure is not null) Interlocked.Add(ref _unkept, bill.CostNanos);
    }
}

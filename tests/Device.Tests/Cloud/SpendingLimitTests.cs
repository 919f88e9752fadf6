using System.Runtime.CompilerServices;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Cloud;
using Microsoft.Extensions.Time.Testing;

namespace Device.Tests.Cloud;

public sealed class SpendingLimitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 30, 23, 0, 0, TimeSpan.Zero));
    private readonly StateStore _state;
    private readonly BillingCloud _cloud = new();
    private readonly SpendingLimit _limit;

    public SpendingLimitTests()
    {
        _state = StateStore.Open(_folder.Path, _time).Value!;
        _limit = new SpendingLimit(_cloud, _state, _time);
    }

    public void Dispose()
    {
        _state.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Ask_WithoutALimit_CountsAndAsksForNoMoreThanBefore()
    {
        await AskAsync(ceiling: 0);
        await AskAsync(ceiling: 0);

        Assert.Equal(600_000_000, _state.Current.CloudSpending.In(_time.GetUtcNow()));
        Assert.Equal([0, 0], _cloud.Ceilings);
        Assert.Null(_limit.Status.BudgetLeftNanos);
    }

    [Fact]
    public async Task Ask_UnderALimit_MayCostWhatIsLeftAndThenNothing()
    {
        await SetAsync(0.5m);

        await AskAsync(ceiling: 0);
        await AskAsync(ceiling: 0);
        var last = await AskAsync(ceiling: 0);

        Assert.Equal([500_000_000, 200_000_000], _cloud.Ceilings);
        Assert.Equal("cloud-budget", Assert.IsType<AnswerEvent.Failed>(Assert.Single(last)).Failure.Code);
    }

    [Fact]
    public async Task Ask_InTheNextMonth_BeginsAtZero()
    {
        await SetAsync(0.3m);
        await AskAsync(ceiling: 0);
        Assert.Equal(0, _limit.Status.BudgetLeftNanos);

        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(300_000_000, _limit.Status.BudgetLeftNanos);
    }

    [Fact]
    public async Task Ask_GivenUpInTheMiddle_CountsWhatWasUsedByThen()
    {
        await foreach (var happened in _limit.AskAsync(Question(0), default))
        {
            if (happened is AnswerEvent.Usage) break;
        }

        Assert.Equal(100_000_000, _state.Current.CloudSpending.In(_time.GetUtcNow()));
    }

    [Theory]
    [InlineData(100L, 100L)]
    [InlineData(null, 2_000_000_000L)]
    [InlineData(5_000_000_000L, 2_000_000_000L)]
    public async Task Status_IsTheSmallerOfBothBudgets(long? operators, long left)
    {
        await SetAsync(2m);
        _cloud.Status = _cloud.Status with { BudgetLeftNanos = operators };

        Assert.Equal(left, _limit.Status.BudgetLeftNanos);
    }

    [Fact]
    public async Task Ask_LowerCeilingOfTheTurn_Stays()
    {
        await SetAsync(2m);

        await AskAsync(ceiling: 7);

        Assert.Equal([7], _cloud.Ceilings);
    }

    private async Task SetAsync(decimal budget) =>
        Assert.Null(
            (await _state.UpdateAsync(state => state with { Settings = state.Settings with { CloudBudget = budget } }, default)).Failure);

    private async Task<List<AnswerEvent>> AskAsync(long ceiling)
    {
        var events = new List<AnswerEvent>();
        await foreach (var happened in _limit.AskAsync(Question(ceiling), default)) events.Add(happened);
        return events;
    }

    private static Question Question(long ceiling) => new()
    {
        Key = "k",
        Said = Utterance.Typed("why"),
        Deadline = TimeSpan.FromSeconds(1),
        PriceCeilingNanos = ceiling,
        RunTool = (_, _) => throw new InvalidOperationException(),
        TraceId = "0123456789abcdef0123456789abcdef",
    };

    private sealed class BillingCloud : ICloud
    {
        public CloudStatus Status { get; set; } = new(CloudLink.Up);

        public List<long> Ceilings { get; } = [];

        public async IAsyncEnumerable<AnswerEvent> AskAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Ceilings.Add(question.PriceCeilingNanos);
            yield return new AnswerEvent.Usage(new CloudBill { CostNanos = 100_000_000 });
            await Task.CompletedTask;
            yield return new AnswerEvent.Done(new CloudBill { Id = "b", CostNanos = 300_000_000, Currency = "EUR" }, StopReason.Complete);
        }
    }
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Turns;

namespace Assistant.Tests.Turns;

/// <summary>A queue without a disk.</summary>
internal sealed class MemoryQueue : IDeferredWishes
{
    public List<DeferredWish> Kept { get; } = [];

    public Failure? Failing { get; set; }

    public ValueTask<Outcome<int>> KeepAsync(DeferredWish wish, CancellationToken cancellationToken)
    {
        if (Failing is not null) return ValueTask.FromResult<Outcome<int>>(Failing);
        Kept.Add(wish);
        return ValueTask.FromResult<Outcome<int>>(Kept.Count);
    }
}

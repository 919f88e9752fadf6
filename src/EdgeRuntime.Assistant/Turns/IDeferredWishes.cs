namespace EdgeRuntime.Assistant.Turns;

/// <summary>Keeps wishes that can wait until the cloud is there again. Durable:
/// what was kept survives a kill at any moment. Bounded.</summary>
public interface IDeferredWishes
{
    /// <summary>Keeps a wish. Failures: <c>queue-full</c>, and those of the disk.</summary>
    /// <returns>Wishes that wait now.</returns>
    ValueTask<Outcome<int>> KeepAsync(DeferredWish wish, CancellationToken cancellationToken);
}

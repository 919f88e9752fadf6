namespace EdgeRuntime.Assistant.Tools;

/// <summary>Where the glasses' state is kept. Every change is durable when it returns, and several processes may share one state.</summary>
public interface IGlassesState
{
    /// <summary>The document as last read or written here; may lag behind another process until <see cref="RefreshAsync"/>.</summary>
    GlassesState Current { get; }

    /// <summary>Raised after another document has taken the place of <see cref="Current"/>. The store is busy meanwhile:
    /// a handler returns at once and does not call it.</summary>
    event Action? Changed;

    /// <summary>Reads what other processes have written.</summary>
    ValueTask<Outcome<GlassesState>> RefreshAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the document by what <paramref name="change"/> makes of the newest one, all or nothing.</summary>
    /// <param name="change">Pure; may be called again with a newer document.</param>
    /// <param name="cancellationToken">Ends the wait for another process; a write that began is finished.</param>
    ValueTask<Outcome<GlassesState>> UpdateAsync(Func<GlassesState, GlassesState> change, CancellationToken cancellationToken);
}

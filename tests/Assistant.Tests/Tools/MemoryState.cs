using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;

namespace Assistant.Tests.Tools;

/// <summary>State without a disk; fails on request.</summary>
internal sealed class MemoryState : IGlassesState
{
    public GlassesState Current { get; set; } = new();

    public event Action? Changed;

    public Failure? Failing { get; set; }

    public ValueTask<Outcome<GlassesState>> RefreshAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<Outcome<GlassesState>>(Current);

    public ValueTask<Outcome<GlassesState>> UpdateAsync(Func<GlassesState, GlassesState> change, CancellationToken cancellationToken)
    {
        if (Failing is not null)
        {
            return ValueTask.FromResult<Outcome<GlassesState>>(Failing);
        }

        Current = change(Current);
        Changed?.Invoke();
        return ValueTask.FromResult<Outcome<GlassesState>>(Current);
    }
}

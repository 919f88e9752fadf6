using EdgeRuntime.Device.Actions;
using Microsoft.Extensions.Time.Testing;

namespace Device.Tests.Actions;

public sealed class StateLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TakeAsync_ByOneThatHasJustLetGo_WaitsBehindWhoWaited()
    {
        var (greedy, patient) = (new StateLock(_folder.Path, _time), new StateLock(_folder.Path, _time));
        var held = (await greedy.TakeAsync(default)).Value!;
        var waits = patient.TakeAsync(default).AsTask();

        held.Dispose();
        var again = greedy.TakeAsync(default).AsTask();

        Assert.False(again.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        (await waits.WaitAsync(TimeSpan.FromMinutes(1))).Value!.Dispose();
        while (!again.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Delay(1);
        }

        (await again).Value!.Dispose();
    }
}

using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Evaluation;
using Microsoft.Extensions.Time.Testing;

namespace Device.Tests.Bridge;

public sealed class PacedSourceTests
{
    [Theory]
    [InlineData(1, 100)]
    [InlineData(4, 25)]
    public async Task ReadAsync_SoundBeforeItsTime_WaitsForIt(double speed, int milliseconds)
    {
        var time = new FakeTimeProvider();
        await using var source = new PacedSource(new MemorySource(new float[16_000]), speed, time);

        var reading = source.ReadAsync(new float[1600], CancellationToken.None).AsTask();

        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1600, await reading);
    }

    [Fact]
    public async Task ReadAsync_LateReader_GetsWhatIsDueAtOnce()
    {
        var time = new FakeTimeProvider();
        await using var source = new PacedSource(new MemorySource(new float[16_000]), 1, time);
        var first = source.ReadAsync(new float[160], CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(1));
        await first;

        var reading = source.ReadAsync(new float[8000], CancellationToken.None);

        Assert.True(reading.IsCompleted);
        Assert.Equal(8000, await reading);
    }
}

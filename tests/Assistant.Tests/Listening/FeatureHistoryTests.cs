using EdgeRuntime.Assistant.Listening;
using TestKit;

namespace Assistant.Tests.Listening;

public sealed class FeatureHistoryTests
{
    [Fact]
    public void CopyTo_FramesStillKept_GivesThemByNumber()
    {
        var history = Filled(capacity: 10, frames: 25);
        var frames = new float[3 * 80];

        var count = history.CopyTo(18, frames, out var next);

        Assert.Equal((3, 21L), (count, next));
        Assert.Equal([18, 19, 20], frames.Where((_, i) => i % 80 == 79));
        Assert.Equal((15L, 25L), (history.FirstFrame, history.NextFrame));
    }

    [Fact]
    public void CopyTo_FramesGone_StartsWithTheOldestKept()
    {
        var history = Filled(capacity: 10, frames: 25);
        var frames = new float[20 * 80];

        var count = history.CopyTo(3, frames, out var next);

        Assert.Equal((10, 25L), (count, next));
        Assert.Equal(15, frames[0]);
    }

    [Theory]
    [InlineData(25)]
    [InlineData(100)]
    public void CopyTo_FramesNotYetHeard_GivesNone(long from)
    {
        var history = Filled(capacity: 10, frames: 25);

        var count = history.CopyTo(from, new float[800], out var next);

        Assert.Equal((0, from), (count, next));
    }

    [Fact]
    public void Append_MoreThanTheCapacityAtOnce_KeepsTheLast()
    {
        var history = new FeatureHistory(4);
        history.Append([.. Enumerable.Range(0, 9).SelectMany(frame => Enumerable.Repeat((float)frame, 80))]);
        var frames = new float[4 * 80];

        history.CopyTo(0, frames, out _);

        Assert.Equal([5, 6, 7, 8], frames.Where((_, i) => i % 80 == 0));
    }

    [Fact]
    public void Reset_AfterFrames_CountsFromZero()
    {
        var history = Filled(capacity: 10, frames: 25);

        history.Reset();

        Assert.Equal((0L, 0L), (history.FirstFrame, history.NextFrame));
        Assert.Equal(0, history.CopyTo(0, new float[800], out _));
    }

    [Fact]
    public void Append_FrameAfterFrame_AllocatesNothing()
    {
        var (history, frames, copy) = (new FeatureHistory(10), new float[160], new float[160]);

        Assert.Equal(0, Allocations.Of(() =>
        {
            history.Append(frames);
            history.CopyTo(history.NextFrame - 2, copy, out _);
        }));
    }

    private static FeatureHistory Filled(int capacity, int frames)
    {
        var history = new FeatureHistory(capacity);
        for (var frame = 0; frame < frames; frame++)
        {
            history.Append([.. Enumerable.Repeat((float)frame, 80)]);
        }

        return history;
    }
}

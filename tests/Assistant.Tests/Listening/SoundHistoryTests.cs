using EdgeRuntime.Assistant.Listening;
using TestKit;

namespace Assistant.Tests.Listening;

public sealed class SoundHistoryTests
{
    [Fact]
    public void Since_FrameStillKept_GivesTheSoundFromThere()
    {
        var history = new SoundHistory(TimeSpan.FromSeconds(1));
        history.Append(Ramp(0, 20_000));

        var said = history.Since(100);

        Assert.Equal(4_000 * 2, said.Pcm16.Length);
        Assert.Equal(16_000, BitConverter.ToInt16(said.Pcm16.Span));
    }

    [Fact]
    public void Since_FrameLongGone_GivesWhatIsLeft()
    {
        var history = new SoundHistory(TimeSpan.FromSeconds(1));
        for (var at = 0; at < 32_000; at += 1_000) history.Append(Ramp(at, 1_000));

        Assert.Equal(16_000 * 2, history.Since(0).Pcm16.Length);
        Assert.Equal(16_000, BitConverter.ToInt16(history.Since(0).Pcm16.Span));
    }

    [Fact]
    public void Append_Chunk_AllocatesNothing()
    {
        var history = new SoundHistory(TimeSpan.FromSeconds(1));
        var chunk = new float[160];

        Assert.Equal(0, Allocations.Of(() => history.Append(chunk)));
    }

    private static float[] Ramp(int from, int count) => [.. Enumerable.Range(from, count).Select(i => i / 32768f)];
}

using EdgeRuntime.Assistant.Audio;
using TestKit;

namespace Assistant.Tests.Audio;

public sealed class PcmSourceTests
{
    private static readonly float[] Sound = Signals.Chirp(100, 4000, 0.3);

    [Theory]
    [InlineData(1, 160)]
    [InlineData(3, 7)]
    [InlineData(10_000, 1)]
    public async Task ReadAsync_BytesInAnyPieces_GivesAllSamples(int bytesPerRead, int block)
    {
        await using var source = new PcmSource(new TrickleStream(WavBytes.Samples(Sound, 1, 16), bytesPerRead));

        var samples = await source.ReadAllAsync(block);

        Assert.True(Floats.MaxDifference(Sound, samples) <= 1.0 / 32768);
        Assert.Null(source.Failure);
    }

    [Fact]
    public async Task ReadAsync_HalfASampleAtTheEnd_TellsOfIt()
    {
        await using var source = new PcmSource(new TrickleStream([1, 0, 2], 2));

        var samples = await source.ReadAllAsync();

        Assert.Single(samples);
        Assert.Equal("pcm-truncated", source.Failure?.Code);
    }

    [Fact]
    public async Task ReadAsync_PipeBreaks_TellsOfIt()
    {
        await using var source = new PcmSource(new TrickleStream(new byte[1000], 100, breakAt: 500));

        var samples = await source.ReadAllAsync();

        Assert.Equal(250, samples.Length);
        Assert.Equal("pcm-unreadable", source.Failure?.Code);
        Assert.Equal(EdgeRuntime.Assistant.Blame.Machine, source.Failure?.Blame);
    }

    [Fact]
    public void ReadAsync_ChunkAfterChunk_AllocatesNothing()
    {
        var source = new PcmSource(new MemoryStream(new byte[2 * 160 * 1200]));
        var chunk = new float[160];

        var allocated = Allocations.Of(() => _ = source.ReadAsync(chunk, CancellationToken.None).Result, warmUp: 100, repeats: 1000);

        Assert.Equal(0, allocated);
    }
}

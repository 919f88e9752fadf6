using EdgeRuntime.Assistant.Audio;
using TestKit;

namespace Assistant.Tests.Audio;

public sealed class WavSourceTests
{
    [Theory]
    [InlineData(8_000)]
    [InlineData(11_025)]
    [InlineData(16_000)]
    [InlineData(22_050)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(96_000)]
    [InlineData(192_000)]
    public async Task ReadAsync_AnyRate_GivesTheSameToneAt16Kilohertz(int rateHz)
    {
        var file = WavBytes.File(Signals.Tone(1000, 0.5, sampleRateHz: rateHz), tag: 3, rateHz: (uint)rateHz, bits: 32);
        await using var source = WavSource.Open(new MemoryStream(file)).Value!;

        var samples = await source.ReadAllAsync(block: 321);

        var expected = Signals.Tone(1000, 0.5);
        Assert.Equal(expected.Length, samples.Length);
        Assert.True(Floats.MaxDifference(expected.AsSpan(400..^400), samples.AsSpan(400..^400)) < 1e-3);
        Assert.Equal(0.5, source.Length!.Value.TotalSeconds, 1e-3);
    }

    [Fact]
    public async Task ReadAsync_CancelledBefore_Throws()
    {
        await using var source = WavSource.Open(new MemoryStream(WavBytes.File(Signals.Tone(1000, 0.1)))).Value!;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await source.ReadAsync(new float[160], new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task ReadAsync_HalfAFile_GivesItAndTellsOfTheRest()
    {
        var file = WavBytes.File(Signals.Tone(1000, 1, sampleRateHz: 48_000), rateHz: 48_000)[..48_044];
        await using var source = WavSource.Open(new MemoryStream(file)).Value!;

        var samples = await source.ReadAllAsync();

        Assert.Equal(8_000, samples.Length);
        Assert.Equal("wav-truncated", source.Failure?.Code);
    }

    [Fact]
    public void ReadAsync_ChunkAfterChunk_AllocatesNothing()
    {
        var file = WavBytes.File(Signals.Noise(20, sampleRateHz: 48_000), rateHz: 48_000);
        var source = WavSource.Open(new MemoryStream(file)).Value!;
        var chunk = new float[160];
        var read = 0;

        var allocated = Allocations.Of(() => read += source.ReadAsync(chunk, CancellationToken.None).Result, warmUp: 100, repeats: 1000);

        Assert.Equal(0, allocated);
        Assert.True(read > 1000 * 100);
    }

    [Fact]
    public void Open_FileThatIsNotThere_NamesIt()
    {
        var failure = WavSource.Open(Path.Combine(Path.GetTempPath(), "no-such-sound.wav")).Failure;

        Assert.Equal("wav-not-found", failure?.Code);
        Assert.Contains("no-such-sound.wav", failure?.Message);
    }

    [Fact]
    public void Open_Folder_SaysThatItCannotBeRead() => Assert.Equal("wav-unreadable", WavSource.Open(Path.GetTempPath()).Failure?.Code);

    [Fact]
    public async Task ReadAsync_ThreeHoursFromAPipe_KeepsMemoryFlat()
    {
        const long Samples = 3L * 3600 * 16_000;
        var header = WavBytes.Riff(uint.MaxValue, "RIFF", WavBytes.Format(), WavBytes.Chunk("data", [], uint.MaxValue));
        await using var source = WavSource.Open(new EndlessStream(header, Samples * sizeof(short))).Value!;
        var block = new float[16_000];
        long total = await source.ReadAsync(block, CancellationToken.None);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (int read; (read = await source.ReadAsync(block, CancellationToken.None)) > 0;)
        {
            total += read;
        }

        Assert.Equal(Samples, total);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }
}

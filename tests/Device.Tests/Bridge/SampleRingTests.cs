using CsCheck;
using EdgeRuntime.Device.Bridge;
using TestKit;

namespace Device.Tests.Bridge;

public sealed class SampleRingTests
{
    [Fact]
    public async Task ReadAsync_AfterWrite_GivesTheSamplesInOrder()
    {
        var ring = new SampleRing(4);
        ring.Write([1, 2, 3], mayDrop: true);

        Assert.Equal([1, 2, 3], await ReadAsync(ring, 10));
    }

    [Fact]
    public async Task Write_Full_DropsTheOldestAndCounts()
    {
        var ring = new SampleRing(4);
        ring.Write([1, 2, 3], mayDrop: true);
        ring.Write([4, 5, 6], mayDrop: true);

        Assert.Equal(2, ring.Dropped);
        Assert.Equal([3, 4, 5, 6], await ReadAsync(ring, 10));
    }

    [Fact]
    public async Task ReadAsync_Empty_WaitsForAWrite()
    {
        var ring = new SampleRing(4);
        var read = ReadAsync(ring, 10);
        Assert.False(read.IsCompleted);

        ring.Write([7], mayDrop: true);

        Assert.Equal([7], await read);
    }

    [Fact]
    public async Task ReadAsync_Completed_DrainsAndThenEnds()
    {
        var ring = new SampleRing(4);
        ring.Write([1], mayDrop: true);
        ring.Complete();

        Assert.Equal([1], await ReadAsync(ring, 10));
        Assert.Empty(await ReadAsync(ring, 10));
    }

    [Fact]
    public async Task ReadAsync_Cancelled_ThrowsAndLosesNothing()
    {
        var ring = new SampleRing(4);
        using var cancel = new CancellationTokenSource();
        var read = ring.ReadAsync(new float[4], cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);

        ring.Write([5], mayDrop: true);

        Assert.Equal([5], await ReadAsync(ring, 4));
    }

    [Fact]
    public async Task Write_MayNotDrop_WaitsForTheReader()
    {
        var ring = new SampleRing(100);
        var writer = Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                ring.Write([i, i, i], mayDrop: false);
            }

            ring.Complete();
        });

        var all = new List<float>();
        for (var block = await ReadAsync(ring, 64); block.Count > 0; block = await ReadAsync(ring, 64))
        {
            all.AddRange(block);
        }

        await writer;
        Assert.Equal(0, ring.Dropped);
        Assert.Equal(Enumerable.Range(0, 1000).SelectMany(i => Enumerable.Repeat((float)i, 3)), all);
    }

    [Fact]
    public void Write_AnySequenceOfReadsAndWrites_LosesOnlyWhatIsCounted() => Gen.Int[1, 7].Array[1, 60].Sample(sizes =>
    {
        var ring = new SampleRing(10);
        var written = 0;
        var read = 0L;
        for (var i = 0; i < sizes.Length; i++)
        {
            if (i % 3 < 2)
            {
                ring.Write(Enumerable.Range(written, sizes[i]).Select(n => (float)n).ToArray(), mayDrop: true);
                written += sizes[i];
            }
            else
            {
                var block = new float[sizes[i]];
                read += ring.ReadAsync(block, CancellationToken.None).AsTask().Result;
            }
        }

        ring.Complete();
        var rest = new float[10];
        var left = ring.ReadAsync(rest, CancellationToken.None).AsTask().Result;
        return written == read + left + ring.Dropped && (left == 0 || rest[left - 1] == written - 1);
    });

    [Fact]
    public void WriteThenRead_Repeated_AllocatesNothing()
    {
        var ring = new SampleRing(1600);
        var chunk = new float[160];

        Assert.Equal(0, Allocations.Of(() =>
        {
            ring.Write(chunk, mayDrop: true);
            _ = ring.ReadAsync(chunk, CancellationToken.None).GetAwaiter().GetResult();
        }));
    }

    private static async Task<List<float>> ReadAsync(SampleRing ring, int most)
    {
        var block = new float[most];
        var count = await ring.ReadAsync(block, CancellationToken.None);
        return [.. block[..count]];
    }
}

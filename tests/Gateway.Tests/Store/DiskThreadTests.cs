using EdgeRuntime.Gateway.Store;

namespace Gateway.Tests.Store;

public sealed class DiskThreadTests
{
    [Fact]
    public async Task RunAsync_SeveralPieces_RunInTurnOnOneThreadThatIsNotThePools()
    {
        using var disk = new DiskThread("test");
        var ran = new List<(int Number, int Thread, bool OfPool)>();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(number =>
            disk.RunAsync(() => ran.Add((number, Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread)))));

        Assert.Equal(Enumerable.Range(0, 10), ran.Select(piece => piece.Number));
        Assert.Single(ran.Select(piece => piece.Thread).Distinct());
        Assert.DoesNotContain(ran, piece => piece.OfPool);
    }

    [Fact]
    public async Task RunAsync_WorkThatThrows_IsThrownToItsAskerAndTheNextRuns()
    {
        using var disk = new DiskThread("test");
        var ran = false;

        await Assert.ThrowsAsync<IOException>(() => disk.RunAsync(() => throw new IOException("full")));
        await disk.RunAsync(() => ran = true);

        Assert.True(ran);
    }

    [Fact]
    public async Task Dispose_WorkWasAsked_IsDoneBefore()
    {
        var disk = new DiskThread("test");
        var done = disk.RunAsync(() => { });
        disk.Dispose();

        Assert.True(done.IsCompletedSuccessfully);
        await done;
    }
}

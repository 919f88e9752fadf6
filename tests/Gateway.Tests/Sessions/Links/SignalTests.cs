using EdgeRuntime.Gateway.Sessions.Links;

namespace Gateway.Tests.Sessions.Links;

public sealed class SignalTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Set_WhileSomebodyWaits_GoesOnUnderTheCallOrNot(bool inline)
    {
        var signal = new Signal();
        var wentOnAt = -1;
        var waiting = WaitAsync();
        signal.Set(inline);
        var under = Volatile.Read(ref wentOnAt) == Environment.CurrentManagedThreadId;
        await waiting;

        Assert.Equal(inline, under);

        async Task WaitAsync()
        {
            await signal.WaitAsync().ConfigureAwait(false);
            Volatile.Write(ref wentOnAt, Environment.CurrentManagedThreadId);
        }
    }

    [Fact]
    public void WaitAsync_SetBefore_IsNotLostAndCountsOnce()
    {
        var signal = new Signal();
        signal.Set();
        signal.Set();

        Assert.True(signal.WaitAsync().IsCompletedSuccessfully);
        Assert.False(signal.WaitAsync().IsCompleted);
    }

    [Fact]
    public async Task WaitAsync_SetFromManyThreads_NeverHangs()
    {
        var signal = new Signal();
        var left = 1000;
        var setters = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (Volatile.Read(ref left) > 0)
            {
                signal.Set();
                await Task.Yield();
            }
        })).ToArray();
        for (; left > 0; Interlocked.Decrement(ref left)) await signal.WaitAsync();

        await Task.WhenAll(setters);
    }
}

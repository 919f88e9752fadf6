using EdgeRuntime.Gateway.Sessions;

namespace Gateway.Tests.Sessions;

public sealed class SignalTests
{
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

using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Assistant.Understanding.Searching;

namespace Assistant.Tests.Understanding.Searching;

public sealed class FreeLoopTests
{
    [Fact]
    public void Hear_PhonesAndBlanks_CountsEachPhoneOnce()
    {
        var loop = Heard(0, 5, 5, 0, 5, 7, 0, 0, 9, 0);

        Assert.Equal((10, 5, 4, 8), (loop.Frames, loop.Spoken, loop.Phones, loop.Span));
        Assert.Equal(-0.5, loop.Score, 6);
    }

    [Fact]
    public void Hear_OnlyBlanks_SaysNothing()
    {
        var loop = Heard(0, 0, 0);

        Assert.Equal((3, 0, 0, 0), (loop.Frames, loop.Spoken, loop.Phones, loop.Span));
        Assert.Equal(0, loop.Score);
    }

    private static FreeLoop Heard(params int[] symbols)
    {
        var loop = new FreeLoop();
        foreach (var symbol in symbols)
            loop.Hear(symbol, symbol == Phones.Blank ? -9 : -0.5f);
        return loop;
    }
}

using CsCheck;
using EdgeRuntime.Gateway.Admission;

namespace Gateway.Tests.Admission;

public sealed class SlidingMinuteTests
{
    [Fact]
    public void Fits_Full_SaysWhenItWillFit()
    {
        var minute = new SlidingMinute();
        minute.Add(100, 6);
        minute.Add(110, 4);

        Assert.False(minute.Fits(120, 1, 10, out var wait));
        Assert.Equal(41, wait); // the slot of second 100 has left the minute at 161
        Assert.False(minute.Fits(120, 7, 10, out wait));
        Assert.Equal(51, wait);
        Assert.True(minute.Fits(161, 6, 10, out _));
    }

    [Fact]
    public void Add_GivenBackAfterItHasLeft_ChangesNothing()
    {
        var minute = new SlidingMinute();
        minute.Add(100, 6);
        minute.Add(170, 1);
        minute.Add(100, -6);

        Assert.True(minute.Fits(170, 9, 10, out _));
        Assert.False(minute.Fits(170, 10, 10, out _));
    }

    [Fact]
    public void Fits_LongAfterwards_IsEmpty()
    {
        var minute = new SlidingMinute();
        minute.Add(100, 6);

        Assert.False(minute.IsEmpty(160));
        Assert.True(minute.IsEmpty(1_000_000_000));
    }

    [Fact]
    public void Fits_AnyTimes_NeverLetsMoreThanTheLimitIntoAMinute() =>
        Gen.Select(Gen.Int[0, 20].Array[0, 200], Gen.Int[1, 30]).Sample(
            (steps, limit) =>
            {
                var minute = new SlidingMinute();
                var taken = new List<long>();
                var second = 1000L;
                foreach (var step in steps)
                {
                    second += step % 7 == 0 ? step : 0;
                    if (minute.Fits(second, 1, limit, out _))
                    {
                        minute.Add(second, 1);
                        taken.Add(second);
                    }
                }

                return taken.All(begin => taken.Count(each => each >= begin && each <= begin + 60) <= limit);
            },
            iter: 2000, seed: "0N0XIzNsQ0O2", threads: 1);
}

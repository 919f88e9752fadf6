using EdgeRuntime.Assistant.Understanding.Triphones;

namespace Assistant.Tests.Understanding.Triphones;

public sealed class BestOfTests
{
    [Theory]
    [InlineData(8, 2)]
    [InlineData(128, 4)]
    [InlineData(256, 8)]
    public void Find_RandomNumbers_AreTheLargestInOrder(int count, int wanted)
    {
        var random = new Random(count);
        var (numbers, best) = (new byte[wanted], new float[wanted]);
        for (var round = 0; round < 200; round++)
        {
            float[] values = [.. Enumerable.Range(0, count).Select(_ => MathF.Round(20 * random.NextSingle()))]; // many are equal

            BestOf.Find(values, 5, numbers, best);

            var within = values.Index().Where(one => one.Item > values.Max() - 5);
            var expected = within.OrderByDescending(one => one.Item).Take(wanted).ToList();
            Assert.Equal(expected.Select(one => one.Item), best[..expected.Count]);
            Assert.Equal(expected.Select(one => (byte)one.Index), numbers[..expected.Count]);
            Assert.All(best[expected.Count..], value => Assert.Equal(float.NegativeInfinity, value));
        }
    }
}

using CsCheck;
using EdgeRuntime.Inference.Speech;

namespace EdgeRuntime.Inference.Tests.Speech;

public sealed class CtcBeamTests
{
    private const int Symbols = 3;

    /// <summary>The likeliest collapsed sequence by summing every path; the beam is wide enough to be exact here.</summary>
    [Fact]
    public void Best_AnySmallOutput_IsTheLikeliestSequenceOfAllPaths() =>
        Gen.Float[-3, 3].Array[3 * Symbols].Sample(logits =>
        {
            var expected = ByBruteForce(logits);

            var best = CtcBeam.Best(logits, Symbols);

            Assert.Equal(
                expected[..best.Count].Select(pair => pair.Score),
                best.Select(phones => expected.First(pair => pair.Key == Text(phones)).Score), (a, b) => Math.Abs(a - b) < 1e-5);
        });

    private static string Text(byte[] phones) => string.Concat(phones.Select(phone => (char)phone));

    private static List<(string Key, double Score)> ByBruteForce(float[] logits)
    {
        var scores = new Dictionary<string, double>();
        for (var path = 0; path < 27; path++)
        {
            int[] symbols = [path % 3, path / 3 % 3, path / 9];
            var probability = symbols.Select((symbol, t) => Math.Exp(logits[(t * 3) + symbol]) / Enumerable.Range(0, 3)
                .Sum(s => Math.Exp(logits[(t * 3) + s]))).Aggregate((a, b) => a * b);
            var key = string.Concat(
                symbols.Where((symbol, t) => symbol != 0 && (t == 0 || symbols[t - 1] != symbol)).Select(symbol => (char)symbol));
            scores[key] = scores.GetValueOrDefault(key) + probability;
        }

        return [.. scores.Where(pair => pair.Key.Length > 0).OrderByDescending(pair => pair.Value).Select(pair => (pair.Key, pair.Value))];
    }
}

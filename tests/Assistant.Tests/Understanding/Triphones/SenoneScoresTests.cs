using EdgeRuntime.Assistant.Understanding.Triphones;

namespace Assistant.Tests.Understanding.Triphones;

public sealed class SenoneScoresTests
{
    [Fact]
    public void Score_AnyState_IsTheMixtureOfTheBestGaussians()
    {
        var tables = TestTables.Of(5);
        var model = new RandomGaussians(5);
        var heard = new SenoneScores(model, tables);

        heard.Hear(new float[17 * 80]);

        Assert.Equal(17, heard.Frames);
        for (var t = 0; t < heard.Frames; t++)
        {
            for (var state = 0; state < tables.PhoneOf.Length; state += 5)
            {
                Assert.Equal(Mixed(tables, model.Given[t], state), heard.Score(state, t), 0.001);
            }
        }
    }

    [Fact]
    public void ScoreSilence_ANoiseFitsBetter_IsTheNoiseAtACost()
    {
        var tables = TestTables.Of(6);
        var heard = new SenoneScores(new RandomGaussians(6), tables);
        heard.Hear(new float[30 * 80]);
        var isNoise = 0;
        for (var t = 0; t < heard.Frames; t++)
        {
            var (silence, noise) = (heard.Score(tables.Alone(tables.Silence) + 1, t), heard.Score(tables.Alone(tables.Noises[0]) + 1, t));
            Assert.Equal(Math.Max(silence, noise - HmmCosts.Noise), heard.ScoreSilence(1, t));
            isNoise += noise - HmmCosts.Noise > silence ? 1 : 0;
        }

        Assert.InRange(isNoise, 1, heard.Frames - 1);
    }

    [Fact]
    public void Hear_ALongOneThenAShortOne_ForgetsTheFirst()
    {
        var tables = TestTables.Of(7);
        var model = new RandomGaussians(7);
        var heard = new SenoneScores(model, tables);
        heard.Hear(new float[40 * 80]);
        _ = heard.Score(3, 1);

        heard.Hear(new float[4 * 80]);

        Assert.Equal(4, heard.Frames);
        Assert.Equal(Mixed(tables, model.Given[40 + 1], 3), heard.Score(3, 1), 0.001);
    }

    // Of each codebook the best four count, and of these only those within 9 nats.
    private static double Mixed(TriphoneTables tables, float[] densities, int state)
    {
        var sum = 0.0;
        for (var stream = 0; stream < 3; stream++)
        {
            var first = ((stream * TestTables.PhoneCount) + tables.PhoneOf[state]) * TestTables.Gaussians;
            var codebook = densities[first..(first + TestTables.Gaussians)];
            var best = codebook.Index().OrderByDescending(one => one.Item).Take(4).Where(one => one.Item > codebook.Max() - 9);
            sum += Math.Log(best.Sum(one =>
                Math.Exp(one.Item - (tables.Weights[(((state * 3) + stream) * TestTables.Gaussians) + one.Index] * tables.WeightStep))));
        }

        return sum;
    }
}

using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Assistant.Understanding.Searching;
using TestKit;

namespace Assistant.Tests.Understanding.Searching;

public sealed class BackgroundTests
{
    private const float Wide = 1e6f;

    private static readonly (string Phones, float Cost)[] Words = [("G OW", 2), ("OW", 1.5f), ("AA N", 4), ("N OW AA", 1)];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void WordLoop_RandomFrames_AgreesWithEverySequenceOfWords(int seed)
    {
        var frames = RandomScores(seed, 1 + (seed % 6));
        var loop = new WordLoop(TestBackground.Of(3, Words), scale: 0.5f, wordCost: 0.25f, Wide);

        foreach (var frame in frames)
            loop.Advance(frame);

        Assert.Equal(BestSequence(frames, [], 0), loop.BestEnded, 3);
        Assert.True(loop.Best >= loop.BestEnded);
    }

    [Fact]
    public void WordLoop_UsualBeam_FindsTheWordsSaid()
    {
        var loop = new WordLoop(TestBackground.Of(3, Words), scale: 1, wordCost: 0, beam: 12);

        foreach (var frame in Frames("- G OW OW - AA N -"))
            loop.Advance(frame);

        Assert.Equal(-6, loop.BestEnded, 1); // "go" and "on"
    }

    [Fact]
    public void PhoneLoop_AnyPhones_PaysForEach()
    {
        var loop = new PhoneLoop(TestBackground.Of(3, Words), scale: 0.5f, beam: 12);

        foreach (var frame in Frames("- Z Z K - K -"))
            loop.Advance(frame);

        Assert.Equal(-4.5, loop.Best, 1);
    }

    [Fact]
    public void PhoneLoop_SamePhoneTwice_NeedsTheBlankBetween()
    {
        var loop = new PhoneLoop(TestBackground.Of(3, Words), scale: 1, beam: 12);

        foreach (var frame in Frames("K K K"))
            loop.Advance(frame);

        Assert.Equal(-3, loop.Best, 1);
    }

    [Fact]
    public void Shift_AllScores_MovesNothingElse()
    {
        var (still, moved) = (Create(), Create());
        foreach (var frame in RandomScores(5, 12))
        {
            still.Advance(frame);
            moved.Advance(frame);
            moved.Shift(100);
        }

        Assert.Equal(still.Step.After + 1200, moved.Step.After, 1);
        Assert.Equal(still.Step.Gain + 100, moved.Step.After - moved.Step.Before + 100, 1);
        Assert.Equal(still.Ends.Best + 1200, moved.Ends.Best, 1);
    }

    [Fact]
    public void Advance_NoModel_IsTheFreePhoneLoop()
    {
        var background = new Background(null, new DecodingOptions());

        background.Advance(RandomScores(1, 1)[0]);
        background.Shift(50);

        Assert.Equal((0, 0), (background.Step.After, background.Ends.Best));
    }

    [Fact]
    public void Advance_AfterWarmUp_AllocatesNothing()
    {
        var background = Create();
        var frames = RandomScores(9, 10);
        var at = 0;

        Assert.Equal(0, Allocations.Of(() => background.Advance(frames[at++ % frames.Length])));
    }

    private static Background Create() => new(TestBackground.Of(3, Words), new DecodingOptions());

    /// <summary>The oracle: every sequence of words that has room, each aligned on its own.</summary>
    private static double BestSequence(float[][] frames, byte[] phones, double cost)
    {
        if (phones.Length > frames.Length)
            return double.NegativeInfinity;
        var best = Align(frames, phones) - cost;
        foreach (var (word, price) in Words)
        {
            best = Math.Max(
                best, BestSequence(
                    frames, [.. phones, .. word.Split(' ').Select(symbol => (byte)Phones.IdOf(symbol))], cost + (0.5 * price) + 0.25));
        }

        return best;
    }

    /// <summary>Best CTC alignment of exactly these phones.</summary>
    private static double Align(float[][] frames, byte[] phones)
    {
        var labels = new byte[(2 * phones.Length) + 1];
        for (var i = 0; i < phones.Length; i++)
            labels[(2 * i) + 1] = phones[i];
        var now = Enumerable.Repeat(double.NegativeInfinity, labels.Length).ToArray();
        for (var t = 0; t < frames.Length; t++)
        {
            var next = new double[labels.Length];
            for (var s = 0; s < labels.Length; s++)
            {
                var from = t == 0 ? (s < 2 ? 0 : double.NegativeInfinity) : Math.Max(now[s], s > 0 ? now[s - 1] : double.NegativeInfinity);
                if (t > 0 && s > 1 && labels[s] != Phones.Blank && labels[s] != labels[s - 2])
                    from = Math.Max(from, now[s - 2]);
                next[s] = from + frames[t][labels[s]];
            }

            now = next;
        }

        return labels.Length == 1 ? now[0] : Math.Max(now[^1], now[^2]);
    }

    private static float[][] RandomScores(int seed, int frames)
    {
        var random = new Random(seed);
        return Score(Enumerable.Range(0, frames)
            .Select(_ => Enumerable.Range(0, Phones.Count).Select(_ => (float)(random.NextDouble() * 8)).ToArray()));
    }

    private static float[][] Frames(string symbols) => Score(symbols.Split(' ').Select(symbol =>
    {
        var frame = new float[Phones.Count];
        frame[Phones.IdOf(symbol)] = 20;
        return frame;
    }));

    private static float[][] Score(IEnumerable<float[]> logits)
    {
        var scorer = new FrameScorer(new DecodingOptions());
        return [.. logits.Select(frame =>
        {
            var scores = new float[FrameScorer.Width];
            scorer.Score(frame, scores);
            return scores;
        })];
    }
}

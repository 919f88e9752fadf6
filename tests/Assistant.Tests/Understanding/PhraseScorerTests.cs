using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using TestKit;

namespace Assistant.Tests.Understanding;

public sealed class PhraseScorerTests
{
    private static readonly Pronouncer Pronouncer = new(TestLexicon.Of("view V Y UW", "glass G L AE S"));

    [Fact]
    public void Score_PhraseInsideOtherSpeech_IsFoundWhereItIs()
    {
        var score = Scorer().Score(Frames("- HH EH L OW - V Y UW - G L AE AE S - OW K EY -"));

        Assert.Equal(0, score.Score, 3);
        Assert.Equal((6, 14), (score.FirstFrame, score.LastFrame));
    }

    [Fact]
    public void Score_OneWrongPhone_ShowsMostInTheWorstPhone()
    {
        var right = Scorer().Score(Frames("- V Y UW - G L AE S -"));
        var wrong = Scorer().Score(Frames("- V Y UW - G L OW S -"));

        Assert.True(wrong.Score < right.Score - 0.3, $"{wrong}");
        Assert.True(wrong.WorstPhone < 3 * wrong.Score, $"{wrong}");
    }

    [Fact]
    public void Score_FewerFramesThanPhones_IsMinusInfinity() =>
        Assert.Equal(double.NegativeInfinity, Scorer().Score(Frames("V Y UW G L AE")).Score);

    [Fact]
    public void Score_AnyWindow_AgreesWithTheBestOfAllStretches()
    {
        var random = new Random(5);
        for (var run = 0; run < 30; run++)
        {
            var frames = Enumerable.Range(0, 14)
                .Select(_ => Enumerable.Range(0, 40).Select(_ => (float)(random.NextDouble() * 6)).ToArray()).ToArray();
            var scores = ExactViterbi.Scores(frames, new DecodingOptions());

            var score = Scorer().Score([.. frames.SelectMany(frame => frame)]);

            Assert.Equal(BestTotal(scores), score.Score, 3);
        }
    }

    [Fact]
    public void Score_AfterWarmUp_AllocatesNothing()
    {
        var scorer = Scorer();
        var window = Frames("- HH EH L OW - V Y UW - G L AE AE S - OW K EY -");

        Assert.Equal(0, Allocations.Of(() => scorer.Score(window)));
    }

    [Fact]
    public void Create_NothingToSay_Fails() =>
        Assert.Equal("phrase-unpronounceable", PhraseScorer.Create("?", Pronouncer, new DecodingOptions()).Failure!.Code);

    // At every end frame the best total decides, as in the scorer; then the best of these per spoken frame.
    private static double BestTotal(double[][] scores)
    {
        var saying = new Language.Saying(TestLexicon.Phones("V Y UW G L AE S"), [], []);
        return Enumerable.Range(7, scores.Length - 6).Max(end => Enumerable.Range(0, end - 6)
            .Select(first => AlignTightly(saying, scores[first..end]))
            .OfType<ExactViterbi.Aligned>()
            .MaxBy(aligned => aligned.Score) is { } best ? best.Score / best.Spoken : double.NegativeInfinity);
    }

    // Blanks at the ends are shut out by making them worthless there: the stretch begins and ends with a phone.
    private static ExactViterbi.Aligned? AlignTightly(Language.Saying saying, double[][] scores)
    {
        double[][] tight = [.. scores.Select(frame => (double[])[.. frame])];
        (tight[0][0], tight[^1][0]) = (-1e6, -1e6);
        return ExactViterbi.Align(saying, tight) is { Score: > -1e5 } aligned ? aligned : null;
    }

    private static PhraseScorer Scorer() => PhraseScorer.Create("view glass", Pronouncer, new DecodingOptions()).Value!;

    private static float[] Frames(string symbols) => [.. symbols.Split(' ').SelectMany(symbol =>
        Enumerable.Range(0, Phones.Count).Select(phone => phone == Phones.IdOf(symbol) ? 20f : 0f))];
}

using Assistant.Tests.Understanding;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using TestKit;

namespace Assistant.Tests.Conversation;

public sealed class WakeReviewTests
{
    private static readonly Pronouncer Pronouncer = new(TestLexicon.Of("computer K AH M P Y UW T ER"));
    private static readonly WakeDetection Detection = new(0, 0.9f, 400); // the end of the phrase stands at output 56 of the window

    [Fact]
    public void Review_LongerWordAndNothingUnderstood_IsDropped()
    {
        var verdict = Review("K AH M P Y UW T ER Z - S L OW", Heard(RecognitionVerdict.Rejected, 20));

        Assert.Equal(WakeReviewVerdict.Inside, verdict.Reason);
    }

    [Fact]
    public void Review_PhraseAndAnUnclearCommand_IsAnswered() =>
        Assert.Null(Review("K AH M P Y UW T ER - D OW S L OW", Heard(RecognitionVerdict.Rejected, 20)).Reason);

    [Fact]
    public void Review_LongerWordButACommandUnderstood_IsDone() =>
        Assert.Null(Review("K AH M P Y UW T ER Z - S L OW", Heard(RecognitionVerdict.Accepted, 20)).Reason);

    [Theory]
    [InlineData(RecognitionVerdict.Silence, 0)]
    [InlineData(RecognitionVerdict.Rejected, 4)]
    public void Review_NothingAfterThePhrase_IsDropped(RecognitionVerdict verdict, int spokenFrames) =>
        Assert.Equal(WakeReviewVerdict.Alone, Review("K AH M P Y UW T ER -", Heard(verdict, spokenFrames)).Reason);

    [Fact]
    public void Review_SoundNoLongerKept_IsAnswered() =>
        Assert.Null(Review("K AH M P Y UW T ER Z - S L OW", Heard(RecognitionVerdict.Rejected, 20), capacity: 100).Reason);

    private static WakeReviewVerdict Review(string said, Recognition heard, int capacity = 1000)
    {
        var symbols = said.Split(' ');
        var begin = 57 - 8;
        float Says(int output, int phone) =>
            phone == (output >= begin && output < begin + symbols.Length ? Phones.IdOf(symbols[output - begin]) : 0) ? 20 : 0;
        var review = new WakeReview(
            new ScriptedModel(Phones.Count, Says, 2), null, new float[AudioFormat.Bands],
            [PhraseBorders.Create("computer", Pronouncer, new DecodingOptions()).Value!]);
        var history = new FeatureHistory(capacity);
        float[] frame = [.. Enumerable.Repeat(-2f, AudioFormat.Bands)];
        for (var i = 0; i < 600; i++) history.Append(frame);
        return review.Review(history, Detection, heard);
    }

    private static Recognition Heard(RecognitionVerdict verdict, int freeFrames) =>
        new(null, null, 0, 0, double.PositiveInfinity, freeFrames, verdict)
        {
            Evidence = new RecognitionEvidence(0, 0, 0, 0, freeFrames, freeFrames, 40, 0),
        };
}

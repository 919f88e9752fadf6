using CsCheck;
using EdgeRuntime.Assistant.Listening;
using TestKit;

namespace Assistant.Tests.Listening;

/// <summary>Steps are 40 ms: 300 ms of silence are 8, 500 ms are 13, 900 ms are 23, 5 s are 125, 20 s are 500.</summary>
public sealed class UtteranceSegmenterTests
{
    [Fact]
    public void Push_SpeechThenSilence_EndsAfter900Milliseconds()
    {
        var events = Run(Steps((10, 0.1f), (30, 0.9f), (40, 0.1f)));

        Assert.Equal([(SegmentKind.Started, 11), (SegmentKind.EndedUnfinished, 62)], events.Select(e => (e.Kind, e.Step)));
        Assert.Equal((10, 39), (events[1].StartStep, events[1].LastSpeechStep));
    }

    [Fact]
    public void Push_CertainlyComplete_EndsAfter160Milliseconds()
    {
        var events = Run(Steps((30, 0.9f), (40, 0.1f)), step => step >= 25 ? Completeness.Certain : Completeness.Unfinished);

        Assert.Equal((SegmentKind.EndedComplete, 29 + 4), (events[^1].Kind, events[^1].Step));
    }

    [Fact]
    public void Push_Settled_EndsAfter240Milliseconds()
    {
        var events = Run(Steps((30, 0.9f), (40, 0.1f)), step => step >= 25 ? Completeness.Settled : Completeness.Unfinished);

        Assert.Equal((SegmentKind.EndedComplete, 29 + 6), (events[^1].Kind, events[^1].Step));
    }

    [Fact]
    public void Push_CompleteAndCannotGoOn_EndsAfter320Milliseconds()
    {
        var events = Run(Steps((30, 0.9f), (40, 0.1f)), step => step >= 25 ? Completeness.Complete : Completeness.Unfinished);

        Assert.Equal((SegmentKind.EndedComplete, 29 + 8), (events[^1].Kind, events[^1].Step));
    }

    [Fact]
    public void Push_CompleteButCouldGoOn_EndsAfter400Milliseconds()
    {
        var events = Run(Steps((30, 0.9f), (40, 0.1f)), _ => Completeness.Extendable);

        Assert.Equal((SegmentKind.EndedExtendable, 29 + 10), (events[^1].Kind, events[^1].Step));
    }

    [Fact]
    public void Push_BecomesCompleteDuringTheSilence_EndsThen()
    {
        var events = Run(Steps((30, 0.9f), (40, 0.1f)), step => step >= 45 ? Completeness.Complete : Completeness.Unfinished);

        Assert.Equal((SegmentKind.EndedComplete, 45), (events[^1].Kind, events[^1].Step));
    }

    [Fact]
    public void Push_PauseInACommand_DoesNotEndIt()
    {
        var events = Run(Steps((20, 0.9f), (22, 0.1f), (10, 0.9f), (30, 0.1f)));

        Assert.Equal([SegmentKind.Started, SegmentKind.EndedUnfinished], events.Select(e => e.Kind));
        Assert.Equal(51, events[1].LastSpeechStep);
    }

    [Fact]
    public void Push_SpeechFromTheFirstStep_StartsThere()
    {
        var events = Run(Steps((20, 0.9f), (30, 0.1f)));

        Assert.Equal((SegmentKind.Started, 0, 1), (events[0].Kind, events[0].StartStep, events[0].Step));
    }

    [Fact]
    public void Push_Click_StartsNothing()
    {
        var events = Run(Steps((10, 0.1f), (1, 0.99f), (100, 0.1f)));

        Assert.Empty(events);
    }

    [Fact]
    public void Push_NobodySpeaks_EndsAfter5Seconds()
    {
        var events = Run(Steps((200, 0.1f)));

        Assert.Equal((SegmentKind.NoSpeech, 124), (Assert.Single(events).Kind, events[0].Step));
    }

    [Fact]
    public void Push_SpeechBeginsAtTheLastMoment_IsHeard()
    {
        var events = Run(Steps((124, 0.1f), (20, 0.9f), (30, 0.1f)));

        Assert.Equal([SegmentKind.Started, SegmentKind.EndedUnfinished], events.Select(e => e.Kind));
    }

    [Fact]
    public void Push_SpeechWithoutEnd_IsCutAfter20Seconds()
    {
        var events = Run(Steps((700, 0.9f)));

        Assert.Equal((SegmentKind.TooLong, 499), (events[^1].Kind, events[^1].Step));
    }

    [Fact]
    public void Push_ProbabilityBetweenTheThresholds_GoesOnButDoesNotStart()
    {
        Assert.Empty(Run(Steps((100, 0.4f))));
        Assert.Equal(SegmentKind.Started, Assert.Single(Run(Steps((5, 0.9f), (100, 0.4f)))).Kind);
    }

    [Fact]
    public void Push_AfterTheEnd_StaysSilentUntilReset()
    {
        var segmenter = new UtteranceSegmenter(new SegmenterOptions());
        Feed(segmenter, Steps((20, 0.9f), (60, 0.1f), (20, 0.9f), (60, 0.1f)));

        segmenter.Reset();

        Assert.Equal(2, Feed(segmenter, Steps((20, 0.9f), (60, 0.1f))).Count);
    }

    [Fact]
    public void TrailingSilence_DuringAPause_Grows()
    {
        var segmenter = new UtteranceSegmenter(new SegmenterOptions());

        Feed(segmenter, Steps((20, 0.9f), (5, 0.1f)));

        Assert.Equal(TimeSpan.FromMilliseconds(200), segmenter.TrailingSilence);
        Assert.True(segmenter.IsInUtterance);
    }

    [Fact]
    public void Push_AnyProbabilitiesAndHints_StartsOnceEndsOnceInOrderAndInTime() => Gen.Select(
        Gen.Float[0, 1].Array[700], Gen.Enum<Completeness>().Array[700]).Sample(
        (speech, said) =>
        {
            var events = Run(speech, step => said[step]);
            var ends = events.Count(e => e.IsEnd);
            var starts = events.Count(e => e.Kind == SegmentKind.Started);
            var inOrder = events.All(
                e => e.Kind == SegmentKind.NoSpeech || (e.StartStep >= 0 && e.StartStep <= e.LastSpeechStep && e.LastSpeechStep <= e.Step));
            return ends == 1 && starts == (events[^1].Kind == SegmentKind.NoSpeech ? 0 : 1) && events[^1].IsEnd && events[^1].Step < 650
                && inOrder;
        },
        iter: 300);

    [Fact]
    public void Validate_SettingsOutOfOrder_SaysSo()
    {
        Assert.Null(new SegmenterOptions().Validate());
        Assert.NotNull(new SegmenterOptions { SilenceAfterComplete = TimeSpan.FromMilliseconds(600) }.Validate());
        Assert.NotNull(new SegmenterOptions { SilenceAfterCertain = TimeSpan.FromMilliseconds(360) }.Validate());
        Assert.NotNull(new SegmenterOptions { SilenceAfterCertain = TimeSpan.Zero }.Validate());
        Assert.NotNull(new SegmenterOptions { SilenceAfterSettled = TimeSpan.FromMilliseconds(120) }.Validate());
        Assert.NotNull(new SegmenterOptions { Longest = TimeSpan.FromMilliseconds(100) }.Validate());
        Assert.NotNull(new SegmenterOptions { SpeechToStart = TimeSpan.FromSeconds(6) }.Validate());
        Assert.NotNull(new SegmenterOptions { SpeechOff = 0.9f }.Validate());
    }

    [Fact]
    public void Push_StepAfterStep_AllocatesNothing()
    {
        var segmenter = new UtteranceSegmenter(new SegmenterOptions());
        var step = 0;

        Assert.Equal(0, Allocations.Of(() => segmenter.Push(step++ % 10 / 10f, Completeness.Unfinished)));
    }

    private static float[] Steps(params (int Count, float Probability)[] stretches) =>
        [.. stretches.SelectMany(stretch => Enumerable.Repeat(stretch.Probability, stretch.Count))];

    private static List<SegmentEvent> Run(float[] speech, Func<int, Completeness>? said = null) =>
        Feed(new UtteranceSegmenter(new SegmenterOptions()), speech, said);

    private static List<SegmentEvent> Feed(
        UtteranceSegmenter segmenter, float[] speech, Func<int, Completeness>? said = null)
    {
        var events = new List<SegmentEvent>();
        for (var step = 0; step < speech.Length; step++)
        {
            events.Add(segmenter.Push(speech[step], said?.Invoke(step) ?? Completeness.Unfinished));
        }

        return [.. events.Where(e => e.Kind != SegmentKind.None)];
    }
}

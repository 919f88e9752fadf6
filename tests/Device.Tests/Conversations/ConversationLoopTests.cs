using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Traces;
using TestKit;

namespace Device.Tests.Conversations;

public sealed class ConversationLoopTests
{
    [SpokenFact]
    public async Task RunAsync_WakePhraseAndCommand_IsCarriedOut()
    {
        using var bench = new ConversationBench(new Mouth());
        var sound = (await (await new Spoken("slt").Pause(1).SayAsync("computer")).Pause(0.3).SayAsync("set a timer for five minutes"))
            .Pause(1.5);

        await bench.Loop.RunAsync(sound.Source(), CancellationToken.None);

        Assert.Equal([ConversationEventKind.Listening, ConversationEventKind.Heard, ConversationEventKind.Answered], bench.Kinds);
        Assert.Equal("SetTimer", bench.Answer.Intent);
        Assert.Single(bench.State.Current.Schedule);
        Assert.Equal(
            ["wake Start", "wake End", "vad Start", "vad End", "asr Start", "asr End", "route Start", "route End", "tool Start", "tool End",
                "speech Start", "speech End"],
            bench.Answer.Trace.Events.Select(step => $"{step.Stage} {step.Kind}"));
    }

    [SpokenFact]
    public async Task RunAsync_CommandLongAfterTheWakePhrase_IsStillHeard()
    {
        using var bench = new ConversationBench(new Mouth());
        var sound = (await (await new Spoken("slt").Pause(1).SayAsync("computer")).Pause(2.5).SayAsync("what time is it")).Pause(1.5);

        await bench.Loop.RunAsync(sound.Source(), CancellationToken.None);

        Assert.Equal("GetTime", bench.Answer.Intent);
    }

    [SpokenFact]
    public async Task RunAsync_WakePhraseAlone_EndsWithoutAWord()
    {
        var mouth = new Mouth();
        using var bench = new ConversationBench(mouth);
        var sound = (await new Spoken("slt").Pause(1).SayAsync("computer")).Pause(8);

        await bench.Loop.RunAsync(sound.Source(), CancellationToken.None);

        Assert.Equal([ConversationEventKind.Listening, ConversationEventKind.Heard, ConversationEventKind.WakeDropped], bench.Kinds);
        Assert.Equal(WakeReviewVerdict.Alone, bench.Events[^1].Review!.Value.Reason);
        Assert.Empty(mouth.Said);
    }

    [SpokenFact("espeak-ng")]
    public async Task RunAsync_WakePhraseInsideOtherWords_EndsWithoutAWord()
    {
        var mouth = new Mouth();
        using var bench = new ConversationBench(mouth);
        var sound = new Spoken("en-us").Pause(1);
        foreach (var sentence in (string[])["a few glasses were broken", "my new glasses are on the table", "both computers are slow today",
            "smart mirrors are expensive"])
        {
            sound = (await sound.SayAsync(sentence)).Pause(2);
        }

        await bench.Loop.RunAsync(sound.Source(), CancellationToken.None);

        ConversationEventKind[] dropped = [ConversationEventKind.Listening, ConversationEventKind.Heard, ConversationEventKind.WakeDropped];
        Assert.Equal([.. dropped, .. dropped, .. dropped, .. dropped], bench.Kinds);
        Assert.Empty(mouth.Said);
        var last = bench.Events.Last(happened => happened.Kind == ConversationEventKind.WakeDropped).Trace!.Events[^1];
        Assert.Equal((Stages.Wake, TurnEventKind.Cancel), (last.Stage, last.Kind));
        Assert.Contains(TraceField.Create("code", "wake-not-addressed"), last.Fields);
    }

    [SpokenFact("espeak-ng")]
    public async Task RunAsync_UnclearCommandAfterTheWakePhrase_StillSaysThatItWasNotUnderstood()
    {
        var mouth = new Mouth();
        using var bench = new ConversationBench(mouth);
        var sound = (await new Spoken("en-us").Pause(1).SayAsync("computer everybody was late again")).Pause(2);

        await bench.Loop.RunAsync(sound.Source(), CancellationToken.None);

        Assert.Equal("asr-not-understood", bench.Answer.Error!.Code);
        Assert.Single(mouth.Said);
    }

    [SpokenFact]
    public async Task Attend_NobodySpeaks_SaysThatNothingWasHeard()
    {
        using var bench = new ConversationBench(new Mouth());
        bench.Loop.Attend();

        await bench.Loop.RunAsync(new Spoken("slt").Pause(8).Source(), CancellationToken.None);

        Assert.Equal("asr-no-speech", bench.Answer.Error!.Code);
    }

    [SpokenFact]
    public async Task RunAsync_SpeechWithoutAWakePhrase_IsIgnored()
    {
        using var bench = new ConversationBench(new Mouth());
        var sound = (await new Spoken("slt").Pause(1).SayAsync("set a timer for five minutes")).Pause(1.5);

        await bench.Loop.RunAsync(sound.Source(), CancellationToken.None);

        Assert.DoesNotContain(ConversationEventKind.Listening, bench.Kinds);
        Assert.Empty(bench.State.Current.Schedule);
    }

    [SpokenFact]
    public async Task RunAsync_NewWakePhraseWhileAnswering_CancelsTheTurn()
    {
        var mouth = new Mouth { EndlessAnswers = 1 };
        using var bench = new ConversationBench(mouth);
        var sound = (await (await new Spoken("slt").Pause(1).SayAsync("computer")).Pause(0.3).SayAsync("what time is it")).Pause(2);
        sound = (await (await sound.SayAsync("computer")).Pause(0.3).SayAsync("how much battery is left")).Pause(1.5);

        await bench.Loop.RunAsync(sound.Source(), CancellationToken.None);

        Assert.Equal(
            [
                ConversationEventKind.Listening, ConversationEventKind.Heard,
                ConversationEventKind.Listening, ConversationEventKind.Cancelled,
                ConversationEventKind.Heard, ConversationEventKind.Answered,
            ],
            bench.Kinds);
        Assert.Equal("GetBattery", bench.Answer.Intent);
        Assert.Equal(1, mouth.CutOff);
    }

    [SpokenFact]
    public async Task Attend_NothingWasSaid_ListensWithoutAWakePhrase()
    {
        using var bench = new ConversationBench(new Mouth());
        var sound = (await new Spoken("slt").Pause(0.5).SayAsync("what time is it")).Pause(1.5);

        bench.Loop.Attend();
        await bench.Loop.RunAsync(sound.Source(), CancellationToken.None);

        Assert.Equal([ConversationEventKind.Listening, ConversationEventKind.Heard, ConversationEventKind.Answered], bench.Kinds);
        Assert.Equal("GetTime", bench.Answer.Intent);
        Assert.Null(bench.Events[0].Phrase);
    }

    [SpokenFact]
    public async Task Attend_WhileAnswering_CutsTheAnswerOff()
    {
        var mouth = new Mouth { EndlessAnswers = 1 };
        using var bench = new ConversationBench(mouth);
        var sound = (await (await new Spoken("slt").Pause(1).SayAsync("computer")).Pause(0.3).SayAsync("what time is it")).Pause(2);
        mouth.Begins = bench.Loop.Attend;
        var source = sound.Source(then: () => mouth.CutOff == 0); // silence until then, however slow this machine is

        await bench.Loop.RunAsync(source, CancellationToken.None);

        Assert.Equal(1, mouth.CutOff);
        Assert.Contains(ConversationEventKind.Cancelled, bench.Kinds);
    }

    [SpokenFact]
    public async Task RunAsync_Cancelled_StopsTheTurnAndThrows()
    {
        using var cancel = new CancellationTokenSource();
        var mouth = new Mouth { EndlessAnswers = 1 };
        using var bench = new ConversationBench(mouth);
        var sound = (await (await new Spoken("slt").Pause(1).SayAsync("computer")).Pause(0.3).SayAsync("what time is it")).Pause(60);
        var source = sound.Source(_ =>
        {
            if (mouth.Speaking)
            {
                cancel.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Loop.RunAsync(source, cancel.Token));

        Assert.Equal(1, mouth.CutOff);
        Assert.Contains(ConversationEventKind.Cancelled, bench.Kinds);
    }

    [SpokenFact]
    public async Task RunAsync_NobodySpeaks_AllocatesNothingPerChunk()
    {
        using var bench = new ConversationBench(new Mouth());
        var (from, to) = (0L, 0L);
        var source = new Spoken("slt").Pause(30).Source(position =>
        {
            from = position == 160 * 1000 ? GC.GetAllocatedBytesForCurrentThread() : from;
            to = position == 160 * 2900 ? GC.GetAllocatedBytesForCurrentThread() : to;
        });

        await bench.Loop.RunAsync(source, CancellationToken.None);

        Assert.True(from > 0);
        Assert.InRange(to - from, 0, Allocations.Window); // 1,900 chunks
    }

    private sealed class Mouth : ISpeaker
    {
        public int EndlessAnswers { get; set; }

        public List<string> Said { get; } = [];

        public int CutOff { get; private set; }

        public volatile bool Speaking;

        public Action Begins { get; set; } = () => { };

        public async ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
        {
            Said.AddRange(sentences);
            Speaking = true;
            Begins();
            if (EndlessAnswers-- > 0)
            {
                try
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    CutOff++;
                    throw;
                }
            }

            return new SpokenAnswer("bench", TimeSpan.Zero, TimeSpan.Zero);
        }
    }
}

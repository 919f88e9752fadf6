using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using TestKit;

namespace Assistant.Tests.Listening;

public sealed class AlwaysOnListenerTests
{
    private static readonly float[] Prior = [.. Enumerable.Repeat(4f, 80)];
    private static readonly float[] Sound = Signals.Babble(2);

    [Theory]
    [InlineData(1)]
    [InlineData(160)]
    [InlineData(1234)]
    [InlineData(16_000)]
    public void Push_AnyChunks_FindsTheSame(int chunk)
    {
        var (whole, pieces) = (Listener(), Listener());

        var expected = Run(whole, 640);
        var actual = Run(pieces, chunk);

        Assert.Equal(expected, actual);
        Assert.Equal(whole.History.NextFrame, pieces.History.NextFrame);
    }

    [Fact]
    public void Push_TwoSeconds_GivesActivityEvery40MillisecondsAndTheWakeWordBetween()
    {
        var events = Run(Listener(), 160);

        var activities = events.Where(e => e.Kind == ListenerEventKind.Activity).ToList();
        Assert.Equal(Enumerable.Range(1, 49).Select(i => 4L * i), activities.Select(e => e.EndFrame));
        var wake = Assert.Single(events, e => e.Kind == ListenerEventKind.Wake);
        Assert.Equal((1, 84L), (wake.Wake.Phrase, wake.Wake.EndFrame));
        Assert.Equal(104, events.SkipWhile(e => e.Kind != ListenerEventKind.Wake).ElementAt(1).EndFrame);
    }

    [Fact]
    public void Push_BothModels_HearTheSameNormalisedFrames()
    {
        var voice = new ScriptedModel(1, (_, _) => 0) { Keep = true };
        var wake = new ScriptedModel(2, (_, _) => -9, outputsPerStep: 2) { Keep = true };
        var listener = new AlwaysOnListener(voice, wake, Prior, Options());
        var raw = new float[198 * 80];
        var z = new float[198 * 80];
        new LogMelFrontEnd().Process(Sound, raw);
        new FeatureNormalizer(Prior).Process(raw, z);

        Run(listener, 777);

        Assert.Equal(z.Take(voice.Heard.Count), voice.Heard);
        Assert.Equal(z.Take(wake.Heard.Count), wake.Heard);
        Assert.Equal(196 * 80, voice.Heard.Count);
    }

    [Fact]
    public void History_AfterAPush_HoldsRawFramesOfBeforeTheWakeWord()
    {
        var listener = Listener();
        var raw = new float[198 * 80];
        new LogMelFrontEnd().Process(Sound, raw);
        var wake = Run(listener, 160).Single(e => e.Kind == ListenerEventKind.Wake);
        var frames = new float[50 * 80];

        var count = listener.History.CopyTo(wake.EndFrame - 50, frames, out var next);

        Assert.Equal((50, wake.EndFrame), (count, next));
        Assert.Equal(raw.AsSpan((int)(wake.EndFrame - 50) * 80, 50 * 80).ToArray(), frames);
    }

    [Fact]
    public void Finish_LastSound_GetsItsDecision()
    {
        var listener = Listener(voiceOutputsPerStep: 4);
        var before = Run(listener, 160);

        var after = listener.Finish().ToArray();

        Assert.True(before.Count > 0);
        Assert.True(after[^1].EndFrame * 160 >= Sound.Length);
    }

    [Fact]
    public void Finish_WakeWordAtTheVeryEnd_IsReported()
    {
        var wakeAt48 = new ScriptedModel(2, (i, phrase) => i == 48 && phrase == 0 ? 3 : -9);
        var listener = new AlwaysOnListener(new ScriptedModel(1, (_, _) => 0), wakeAt48, Prior, Options());
        var before = Run(listener, 160);

        var after = listener.Finish().ToArray();

        Assert.DoesNotContain(before, e => e.Kind == ListenerEventKind.Wake);
        Assert.Equal(196, Assert.Single(after, e => e.Kind == ListenerEventKind.Wake).EndFrame);
    }

    [Fact]
    public void Finish_LessThanAWindow_StillGivesADecision()
    {
        var listener = Listener();
        listener.Push(Sound.AsSpan(0, 100));

        Assert.NotEmpty(listener.Finish().ToArray());
        Assert.True(listener.History.NextFrame >= 1);
    }

    [Fact]
    public void Reset_AfterAStream_FindsTheSameAgain()
    {
        var listener = Listener();
        var first = Run(listener, 160);

        listener.Reset();

        Assert.Equal(first, Run(listener, 160));
    }

    [Fact]
    public void Push_WithoutAWakeModel_GivesActivityOnly()
    {
        var listener = new AlwaysOnListener(new ScriptedModel(1, (_, _) => 1), null, Prior, new ListenerOptions());

        Assert.All(Run(listener, 160), e => Assert.Equal(ListenerEventKind.Activity, e.Kind));
    }

    [Fact]
    public void Push_MoreThanASecond_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => Listener().Push(new float[16_001]));

    [Fact]
    public void Validate_SettingsOutOfBounds_SaysSo()
    {
        Assert.Null(new ListenerOptions().Validate());
        Assert.NotNull(new ListenerOptions { History = TimeSpan.Zero }.Validate());
        Assert.NotNull(new ListenerOptions { VoiceActivity = new VoiceActivityOptions { SpeechOn = 2 } }.Validate());
        Assert.NotNull(new ListenerOptions { WakeWord = new WakeWordOptions { Phrases = [] } }.Validate());
    }

    [Fact]
    public void Push_ChunkAfterChunk_AllocatesNothing()
    {
        var (listener, chunk) = (Listener(), Sound.AsSpan(0, 160).ToArray());
        var events = 0;

        var allocated = Allocations.Of(() => events += listener.Push(chunk).Length);

        Assert.Equal(0, allocated);
        Assert.True(events > 200);
    }

    private static ListenerOptions Options() =>
        new() { WakeWord = new WakeWordOptions { Phrases = [new("computer", 0.5f), new("jarvis", 0.5f)] } };

    private static AlwaysOnListener Listener(int voiceOutputsPerStep = 1) => new(
        new ScriptedModel(1, (i, _) => (i % 20) - 10, voiceOutputsPerStep),
        new ScriptedModel(2, (i, phrase) => i == 20 && phrase == 1 ? 3 : -9, outputsPerStep: 2),
        Prior,
        Options());

    private static List<ListenerEvent> Run(AlwaysOnListener listener, int chunk)
    {
        var events = new List<ListenerEvent>();
        foreach (var piece in Sound.Chunk(chunk))
        {
            events.AddRange(listener.Push(piece));
        }

        return events;
    }
}

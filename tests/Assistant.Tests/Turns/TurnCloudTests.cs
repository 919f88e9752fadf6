using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Assistant.Understanding;

namespace Assistant.Tests.Turns;

public sealed class TurnCloudTests
{
    private const string Question = "what is the capital of france";

    private readonly FakeCloud _cloud = new();

    [Fact]
    public async Task RunAsync_OpenQuestion_IsAnsweredSentenceBySentence()
    {
        var bench = new TurnBench(_cloud.Words("Paris is the capital. ", "It lies on the Se", "ine.").Done());

        var result = await bench.AskAsync(Question);

        Assert.Null(result.Error);
        Assert.Equal(["Paris is the capital.", "It lies on the Seine."], bench.Speaker.Said);
        Assert.Equal("Paris is the capital. It lies on the Seine.", result.Answer);
        Assert.Equal(result.Answer, bench.Glasses.State.Current.LastAnswer);
        Assert.Equal((1200, "01JCLOUD", "small"), (result.Cloud!.Bill!.CostNanos, result.Cloud.Bill.Id, result.Cloud.Model));
        Assert.Equal(Question, _cloud.Asked[0].Said.Text);
    }

    [Fact]
    public async Task RunAsync_WholeSentenceThere_IsSpokenBeforeTheAnswerEnds()
    {
        var bench = new TurnBench(_cloud.Words("Paris is the capital. ", "It"));

        var turn = bench.AskAsync(Question);
        await bench.Speaker.Speaking.Task;

        Assert.Equal(["Paris is the capital."], bench.Speaker.Said);
        _cloud.Done();
        await turn;
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task RunAsync_NoConsentOrLocked_NothingIsAsked(bool consent, bool locked)
    {
        var bench = new TurnBench(_cloud);
        bench.Glasses.State.Current =
            bench.Glasses.State.Current with { Settings = new GlassesSettings { CloudConsent = consent, LocalOnly = locked } };

        var question = await bench.AskAsync(Question);
        var task = await bench.Turn.RunAsync(
            TurnBench.Understood("DescribeView"), Utterance.Typed("what am I looking at"), bench.Trace, default);

        Assert.Equal("asr-not-understood", question.Error!.Code);
        Assert.Equal(locked ? "cloud-locked" : "cloud-no-consent", task.Error!.Code);
        Assert.Equal(Route.Refuse, task.Decision.Route);
        Assert.Empty(_cloud.Asked);
        Assert.Empty(bench.Glasses.Hardware.Asked); // not even a picture was taken
        Assert.Empty(bench.Queue.Kept);
    }

    [Theory]
    [InlineData("DescribeView", 2)]
    [InlineData("ReadThis", 2)]
    [InlineData("Navigate", 0)]
    public async Task RunAsync_AboutWhatTheWearerSees_OnePictureGoesAlong(string intent, int bytes)
    {
        var bench = new TurnBench(_cloud.Words("A door.").Done());

        var result = await bench.Turn.RunAsync(TurnBench.Understood(intent), Utterance.Typed("look"), bench.Trace, default);

        Assert.Null(result.Error);
        Assert.Equal(bytes, Assert.Single(_cloud.Asked).Picture.Length);
        Assert.Equal(bytes > 0 ? ["look"] : [], bench.Glasses.Hardware.Asked);
        Assert.Equal(
            bytes > 0,
            bench.Trace.Events.Any(step => step.Stage == Stages.Camera && step.Fields.Contains(TraceField.Create("bytes", bytes))));
    }

    [Fact]
    public async Task RunAsync_AboutWhatTheWearerSeesWithoutLeaveForTheCamera_NothingIsAsked()
    {
        var bench = new TurnBench(_cloud.Words("A door.").Done());
        bench.Glasses.State.Current =
            bench.Glasses.State.Current with { Settings = new GlassesSettings { CloudConsent = true, Denied = [Permission.Camera] } };

        var result = await bench.Turn.RunAsync(TurnBench.Understood("DescribeView"), Utterance.Typed("look"), bench.Trace, default);

        Assert.Equal("tool-not-permitted", result.Error!.Code);
        Assert.Empty(bench.Glasses.Hardware.Asked);
        Assert.Empty(_cloud.Asked);
    }

    [Fact]
    public async Task RunAsync_CameraFails_SaysWhyAndAsksNobody()
    {
        var bench = new TurnBench(_cloud.Words("A door.").Done());
        bench.Glasses.Hardware.Failing = new Failure(Stages.Camera, "camera-broken", "The camera is broken.", "Mend it.");

        var result = await bench.Turn.RunAsync(TurnBench.Understood("DescribeView"), Utterance.Typed("look"), bench.Trace, default);

        Assert.Equal("camera-broken", result.Error!.Code);
        Assert.Empty(_cloud.Asked);
    }

    [Fact]
    public async Task RunAsync_ToolOfTheCloud_RunsHereUnderTheWearersPermissions()
    {
        var volume = new ToolRequest("1", "SetVolume", """{"percent":40}""");
        var photo = new ToolRequest("2", "TakePhoto", "{}");
        var bench = new TurnBench(
            _cloud.Words().Say(new AnswerEvent.ToolRan(volume, Nothing), new AnswerEvent.ToolRan(photo, Nothing)).Words("Done.").Done());
        bench.Glasses.State.Current =
            bench.Glasses.State.Current with { Settings = new GlassesSettings { CloudConsent = true, Denied = [Permission.Camera] } };

        var result = await bench.AskAsync(Question);

        Assert.Equal(40, bench.Glasses.State.Current.Settings.Volume);
        Assert.Equal([false, true], _cloud.Replies.Select(reply => reply.Failed));
        Assert.Contains("tool-not-permitted", _cloud.Replies[1].ResultJson);
        Assert.DoesNotContain(_cloud.Asked[0].Tools, spec => spec.Permission == Permission.Camera);
        Assert.Equal(2, result.Cloud!.ToolCalls);
    }

    [Theory]
    [InlineData("SetVolume", "{\"percent\":\"loud\"}", "tool-argument-type")]
    [InlineData("SetVolume", "{\"percent\":400}", "tool-argument-range")]
    [InlineData("SetVolume", "not json", "tool-arguments-unreadable")]
    [InlineData("SetVolume", "[]", "tool-arguments-unreadable")]
    [InlineData("SetVolume", "{\"percent\":40,\"to\":1}", "tool-argument-unknown")]
    [InlineData("Explode", "{}", "tool-unknown")]
    public async Task RunAsync_ToolAskedForWrongly_IsRefusedAndTheAnswerGoesOn(string tool, string arguments, string code)
    {
        var bench = new TurnBench(
            _cloud.Say(new AnswerEvent.ToolRan(new ToolRequest("1", tool, arguments), Nothing)).Words("No luck.").Done());

        var result = await bench.AskAsync(Question);

        Assert.Contains(code, _cloud.Replies[0].ResultJson);
        Assert.Equal("No luck.", result.Answer);
    }

    [Fact]
    public async Task RunAsync_CloudOnlyUsesATool_SaysWhatTheToolSaid()
    {
        var note = new ToolRequest("1", "TakeNote", """{"note":"buy milk"}""");
        var bench = new TurnBench(_cloud.Words().Say(new AnswerEvent.ToolRan(note, Nothing)).Done());

        var result = await bench.Turn.RunAsync(TurnBench.Understood("TakeNote"), Utterance.Spoken(new float[1600]), bench.Trace, default);

        Assert.Equal("Noted: buy milk.", result.Answer);
        Assert.Equal(["Noted: buy milk."], bench.Speaker.Said);
        Assert.Equal(3200, _cloud.Asked[0].Said.Pcm16.Length);
    }

    [Fact]
    public async Task RunAsync_SentenceUnderstoodWordForWord_SendsWordsInsteadOfTheVoice()
    {
        var bench = new TurnBench(_cloud.Words("A tree.").Done());

        await bench.Turn.RunAsync(TurnBench.Understood("DescribeView"), Utterance.Spoken(new float[1600]), bench.Trace, default);

        Assert.True(_cloud.Asked[0].Said.Pcm16.IsEmpty);
        Assert.Equal("DescribeView", _cloud.Asked[0].Said.Text);
    }

    [Fact]
    public async Task RunAsync_LostBeforeTheFirstWord_IsANamedError()
    {
        var bench = new TurnBench(_cloud.Say(FakeCloud.Lost));

        var result = await bench.AskAsync(Question);

        Assert.Equal("cloud-lost", result.Error!.Code);
        Assert.Equal(["The connection to the cloud was lost."], bench.Speaker.Said);
    }

    [Fact]
    public async Task RunAsync_LostAfterAWord_EndsTheSentenceAndSaysSo()
    {
        var bench = new TurnBench(_cloud.Words("Paris is the capital. ", "It lies").Say(FakeCloud.Lost));

        var result = await bench.AskAsync(Question);

        Assert.Equal(
            ["Paris is the capital.", "It lies …", "The connection to the cloud was lost. My answer ends here."], bench.Speaker.Said);
        Assert.Equal("cloud-lost", result.Error!.Code);
        Assert.EndsWith("It lies … The connection to the cloud was lost. My answer ends here.", result.Answer);
    }

    [Fact]
    public async Task RunAsync_LinkGoneInMidSentence_WearerHearsWhyWithinASecondAndNoWordIsLost()
    {
        var bench = new TurnBench(_cloud.Words("It lies on the Sei").Say(new AnswerEvent.Interrupted()));

        var turn = bench.AskAsync(Question);
        while (_cloud.Read < 3) await Task.Yield();
        for (var waited = TimeSpan.Zero; waited < TimeSpan.FromMilliseconds(950); waited += TimeSpan.FromMilliseconds(50))
        {
            bench.Glasses.Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await bench.Speaker.Speaking.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _cloud.Say(new AnswerEvent.Resumed(), new AnswerEvent.Words("ne.")).Done();
        var result = await turn;

        Assert.Equal(["It lies on the …", "The connection is gone. I'm trying to get it back.", "Seine."], bench.Speaker.Said);
        Assert.Null(result.Error);
        Assert.Equal("It lies on the Seine.", result.Answer);
    }

    [Fact]
    public async Task RunAsync_LinkBackAtOnce_NobodyHearsOfIt()
    {
        var bench = new TurnBench(_cloud.Words("Paris", " is")
            .Say(new AnswerEvent.Interrupted(), new AnswerEvent.Resumed(), new AnswerEvent.Words(" it.")).Done());

        var result = await bench.AskAsync(Question);

        Assert.Equal(["Paris is it."], bench.Speaker.Said);
        Assert.Equal(1, result.Cloud!.Resumed);
    }

    [Fact]
    public async Task RunAsync_NoteAndCloudDown_WaitsInTheQueue()
    {
        _cloud.Status = new CloudStatus(CloudLink.Down);
        var bench = new TurnBench(_cloud);

        var result = await bench.Turn.RunAsync(TurnBench.Understood("TakeNote"), Utterance.Spoken(new float[1600]), bench.Trace, default);

        Assert.Null(result.Error);
        Assert.Equal(Route.Queue, result.Decision.Route);
        Assert.Equal(
            (TurnBench.TraceId, "TakeNote", 3200),
            (bench.Queue.Kept[0].Key, bench.Queue.Kept[0].Intent, bench.Queue.Kept[0].Said.Pcm16.Length));
        Assert.Empty(_cloud.Asked);
    }

    [Fact]
    public async Task RunAsync_NoteAndCloudTurnsOutToBeDown_WaitsUnderTheSameKey()
    {
        var bench = new TurnBench(_cloud.Say(FakeCloud.Lost));

        var result = await bench.Turn.RunAsync(TurnBench.Understood("TakeNote"), Utterance.Spoken(new float[1600]), bench.Trace, default);

        Assert.Equal(Route.Queue, result.Decision.Route);
        Assert.Equal(_cloud.Asked[0].Key, Assert.Single(bench.Queue.Kept).Key);
        Assert.True(RouteReplay.Read(bench.Trace.Events).Value!.All(replay => replay.IsSame));
    }

    [Fact]
    public async Task RunAsync_QueueFull_SaysSo()
    {
        _cloud.Status = new CloudStatus(CloudLink.Down);
        var bench = new TurnBench(_cloud);
        bench.Queue.Failing = new Failure(Stages.Cloud, "queue-full", "Full.", "Go online.", Blame.Machine);

        var result = await bench.Turn.RunAsync(TurnBench.Understood("TakeNote"), Utterance.Spoken(new float[1600]), bench.Trace, default);

        Assert.Equal("queue-full", result.Error!.Code);
    }

    [Fact]
    public async Task RunAsync_TwoReadingsAndQuickCloud_CloudAnswersFirst()
    {
        _cloud.Status = new CloudStatus(CloudLink.Up) { RoundTripMs = 50 };
        var bench = new TurnBench(_cloud.Words("Fifty it is.").Done());

        var result = await bench.Turn.RunAsync(Ambiguous, Utterance.Spoken(new float[1600]), bench.Trace, default);

        Assert.Equal(Route.Both, result.Decision.Route);
        Assert.Equal(["Fifty it is."], bench.Speaker.Said);
        Assert.False(result.Asks);
    }

    [Fact]
    public async Task RunAsync_TwoReadingsAndCloudSilent_WearerIsAskedAfterTheHeadStart()
    {
        _cloud.Status = new CloudStatus(CloudLink.Up) { RoundTripMs = 50 };
        var bench = new TurnBench(_cloud.Words());

        var turn = bench.Turn.RunAsync(Ambiguous, Utterance.Spoken(new float[1600]), bench.Trace, default).AsTask();
        while (_cloud.Read < 1) await Task.Yield();
        bench.Glasses.Time.Advance(new TurnOptions().HeadStart);
        var result = await turn;

        Assert.True(result.Asks);
        Assert.True(_cloud.GivenUp.Task.IsCompleted);
        Assert.StartsWith("Did you mean", bench.Speaker.Said[0]);
    }

    [Theory]
    [InlineData(StopReason.Budget, "cloud-stopped-budget")]
    [InlineData(StopReason.Filtered, "cloud-stopped-filter")]
    public async Task RunAsync_AnswerStoppedShort_SaysWhy(StopReason why, string code)
    {
        var bench = new TurnBench(_cloud.Words("Once upon a time ").Done(why));

        var result = await bench.AskAsync(Question);

        Assert.Equal(code, result.Error!.Code);
        Assert.EndsWith("My answer ends here.", bench.Speaker.Said[^1]);
        Assert.Equal(1200, result.Cloud!.Bill!.CostNanos);
    }

    [Fact]
    public async Task RunAsync_CancelledInMidAnswer_TheCloudIsGivenUpAndTheSoundStops()
    {
        var bench = new TurnBench(_cloud.Words("Paris is the capital. ", "It"));
        bench.Speaker.Endless = true;
        using var cancel = new CancellationTokenSource();

        var turn = bench.AskAsync(Question, cancel.Token);
        await bench.Speaker.Speaking.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turn);
        Assert.True(_cloud.GivenUp.Task.IsCompleted);
        Assert.Contains(bench.Trace.Events, step => step.Stage == Stages.Speech && step.Kind == TurnEventKind.Cancel);
    }

    [Fact]
    public async Task RunAsync_SpeakerBroken_TheAnswerIsStillReadAndBilled()
    {
        var bench = new TurnBench(_cloud.Words("One. ", "Two. ", "Three.").Done());
        bench.Speaker.Failing = new Failure(Stages.Speech, "player-failed", "No sound.", "Mend it.", Blame.Machine);

        var result = await bench.AskAsync(Question);

        Assert.Equal("player-failed", result.Warning!.Code);
        Assert.Equal("One. Two. Three.", result.Answer);
        Assert.Equal(1200, result.Cloud!.Bill!.CostNanos);
    }

    private static ToolReply Nothing => new("{}", false);

    private static Recognition Ambiguous => TurnBench.Heard(
        RecognitionVerdict.Ask,
        TurnBench.Reading("SetVolume", ("percent", SlotValue.Create(SlotKind.Percent, 50))),
        TurnBench.Reading("SetVolume", ("percent", SlotValue.Create(SlotKind.Percent, 15))));
}

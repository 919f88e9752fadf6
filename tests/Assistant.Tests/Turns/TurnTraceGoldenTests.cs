using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding;

namespace Assistant.Tests.Turns;

/// <summary>The list of events is the record of a turn: these are what it has to be.</summary>
public sealed class TurnTraceGoldenTests
{
    private readonly TurnBench _bench = new();

    [Fact]
    public async Task RunAsync_ToolOnDevice_LeavesThisTrace()
    {
        await _bench.RunAsync(TurnBench.Understood("SetVolume", ("percent", SlotValue.Create(SlotKind.Percent, 40))));

        AssertTrace("""
            0 route start verdict=Accepted confidence=0.9 intent=SetVolume task=Device needs_dictation=False cloud=Absent cloud_consent=False local_only=False
            0 route end route=Local reasons=understood,tool-on-device obstacle=-
            0 tool start tool=SetVolume
            0 tool end simulated=False undo=True
            0 speech start sentences=1
            0 speech end means=bench first_sound_ms=0
            """);
    }

    [Fact]
    public async Task RunAsync_CloudTask_LeavesThisTrace()
    {
        await _bench.RunAsync(TurnBench.Understood("Translate", ("language", SlotValue.Create(SlotKind.List, "German"))));

        AssertTrace("""
            0 route start verdict=Accepted confidence=0.9 intent=Translate task=Cloud needs_dictation=False cloud=Absent cloud_consent=False local_only=False
            0 route end route=Cloud reasons=understood,task-needs-cloud,cloud-absent obstacle=cloud-absent
            0 speech start sentences=1
            0 speech end means=bench first_sound_ms=0
            """);
    }

    [Fact]
    public async Task RunAsync_NotUnderstood_LeavesThisTrace()
    {
        await _bench.RunAsync(TurnBench.Heard(RecognitionVerdict.Rejected));

        AssertTrace("""
            0 route start verdict=Rejected confidence=0.9 intent=- task=None needs_dictation=False cloud=Absent cloud_consent=False local_only=False
            0 route end route=Reject reasons=outside-context,cloud-absent obstacle=-
            0 speech start sentences=1
            0 speech end means=bench first_sound_ms=0
            """);
    }

    [Fact]
    public async Task RunAsync_HardwareAndSpeechFail_LeavesThisTrace()
    {
        _bench.Glasses.Hardware.Failing = new Failure(Stages.Tool, "camera-broken", "The camera is broken.", "Mend it.", Blame.Machine);
        _bench.Speaker.Failing = new Failure(Stages.Speech, "player-failed", "No sound.", "Mend it.", Blame.Machine);

        await _bench.RunAsync(TurnBench.Understood("TakePhoto"));

        AssertTrace("""
            0 route start verdict=Accepted confidence=0.9 intent=TakePhoto task=Device needs_dictation=False cloud=Absent cloud_consent=False local_only=False
            0 route end route=Local reasons=understood,tool-on-device obstacle=-
            0 tool start tool=TakePhoto
            0 tool fail code=camera-broken message=The camera is broken. blame=Machine
            0 speech start sentences=1
            0 speech fail code=player-failed message=No sound. blame=Machine
            """);
    }

    [Fact]
    public async Task RunAsync_CloudAnswersWithATool_LeavesThisTrace()
    {
        var volume = new ToolRequest("1", "SetVolume", """{"percent":40}""");
        var bench = new TurnBench(
            new FakeCloud()
                .Say(new AnswerEvent.Began("small", false), new AnswerEvent.ToolRan(volume, new ToolReply("{}", false)),
                    new AnswerEvent.Words("Done.")).Done());

        await bench.AskAsync("make it a bit louder");

        Assert.Equal(
            """
            0 route start verdict=Rejected confidence=0.9 intent=- task=None needs_dictation=False cloud=Up cloud_consent=True local_only=False deadline_ms=8000 policy=hedge_confidence=0.3,hedge_round_trip_ms=400,thinking_ms=700,round_trips=2,critical_battery_percent=5,low_battery_percent=15,hot_celsius=43,price_ceiling_nanos=50000000
            0 route end route=Cloud reasons=outside-context,cloud-open obstacle=-
            0 cloud start trace_id=0af7651916cd43dd8448eb211c80319c characters=20 sound_seconds=0 tools=TOOLS deadline_ms=60000 privacy=Normal
            0 tool start tool=SetVolume asked_by=cloud
            0 tool end simulated=False undo=True
            0 cloud end model=small scripted=False first_word_ms=0 characters=5 tool_calls=1 resumed=0 stop=Complete input_tokens=7 output_tokens=3 cost_nanos=1200 bill=01JCLOUD
            0 speech start streamed=True
            0 speech end means=bench first_sound_ms=0 sentences=1
            """.Replace("TOOLS", bench.Glasses.Tools.Specs.Count(spec => !spec.IsOfWearer).ToString()),
            bench.Written());
    }

    [Fact]
    public async Task RunAsync_CloudLostInTheMiddle_LeavesThisTrace()
    {
        var bench = new TurnBench(new FakeCloud().Words("Paris is the capital. ", "It").Say(FakeCloud.Lost));

        await bench.AskAsync("what is the capital of france");

        Assert.Equal(
            ["route start", "route end", "cloud start", "speech start", "cloud fail", "speech end"],
            bench.Trace.Events.Select(step => $"{step.Stage} {step.Kind.ToString().ToLowerInvariant()}"));
        Assert.Contains("code=cloud-lost", bench.Written());
        Assert.DoesNotContain("Paris", bench.Written());
    }

    private void AssertTrace(string expected) => Assert.Equal(expected, _bench.Written());
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Understanding;

namespace Assistant.Tests.Turns;

/// <summary>The list of events is the record of a turn: these are what it has to be.</summary>
public sealed class TurnTraceGoldenTests
{
    private readonly TurnBench _bench = new();

    [Fact]
    public async Task RunAsync_ToolOnDevice_LeavesThisTrace()
    {
        await _bench.RunAsync(TurnBench.Understood("SetVolume", ("percent", SlotValue.Of(SlotKind.Percent, 40))));

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
        await _bench.RunAsync(TurnBench.Understood("Translate", ("language", SlotValue.Of(SlotKind.List, "German"))));

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

    private void AssertTrace(string expected) => Assert.Equal(expected, _bench.Written());
}

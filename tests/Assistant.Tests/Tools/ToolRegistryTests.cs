using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Seeing;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using static Assistant.Tests.Tools.Bench;

namespace Assistant.Tests.Tools;

public sealed class ToolRegistryTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task RunAsync_PermissionOff_RefusesWithReasonAndDoesNothing()
    {
        _bench.State.Current = new GlassesState { Settings = new GlassesSettings { Denied = [Permission.Camera] } };

        var refused = (await _bench.TryAsync("TakePhoto")).Failure!;

        Assert.Equal("tool-not-permitted", refused.Code);
        Assert.Equal("Refusing to take photos: you have turned the camera permission off.", refused.Message);
        Assert.Equal(Blame.Wearer, refused.Blame);
        Assert.Empty(_bench.Hardware.Asked);
    }

    [Fact]
    public async Task RunAsync_OtherPermissionOff_Runs()
    {
        _bench.State.Current = new GlassesState { Settings = new GlassesSettings { Denied = [Permission.Calls] } };

        Assert.Equal("Photo taken.", await _bench.SayAsync("TakePhoto"));
    }

    [Fact]
    public async Task RunAsync_UnknownIntent_Fails() => Assert.Equal("tool-unknown", (await _bench.TryAsync("Fly")).Failure!.Code);

    [Fact]
    public async Task RunAsync_MissingArgument_Fails() =>
        Assert.Equal("tool-argument-missing", (await _bench.TryAsync("SetVolume")).Failure!.Code);

    [Fact]
    public async Task RunAsync_ForeignArgument_Fails() => Assert.Equal(
        "tool-argument-unknown", (await _bench.TryAsync("Mute", ("percent", Percent(1)))).Failure!.Code);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task RunAsync_NotANumber_Fails(double value) => Assert.Equal(
        "tool-argument-type", (await _bench.TryAsync("SetVolume", ("percent", Percent(value)))).Failure!.Code);

    [Fact]
    public async Task RunAsync_TextWhereANumberBelongs_Fails() => Assert.Equal(
        "tool-argument-type", (await _bench.TryAsync("SetVolume", ("percent", Entry("loud")))).Failure!.Code);

    [Fact]
    public async Task RunAsync_NoTimeOfDay_Fails() => Assert.Equal(
        "tool-argument-type", (await _bench.TryAsync("SetAlarm", ("time", Clock("25:00")))).Failure!.Code);

    [Fact]
    public async Task RunAsync_HardwareFails_PassesItsFailureOn()
    {
        _bench.Hardware.Failing = new Failure(Stages.Tool, "camera-broken", "The camera is broken.", "Mend it.");

        Assert.Equal("[camera-broken] The camera is broken.", await _bench.SayAsync("TakePhoto"));
    }

    [Fact]
    public async Task RunAsync_StateFails_PassesItsFailureOn()
    {
        _bench.State.Failing = new Failure(Stages.State, "state-disk-full", "The disk is full.", "Free space.");

        Assert.StartsWith("[state-disk-full]", await _bench.SayAsync("SetTimer", ("duration", Seconds(5))));
    }

    [Fact]
    public void Constructor_SameNameOnBothSides_Throws()
    {
        var tool = new Tool(new ToolSpec("Same", "do it", Permission.None), (_, _) => throw new InvalidOperationException());

        Assert.Throws<ArgumentException>(() => new ToolRegistry([tool], [new CloudTask("Same", "It")]));
    }

    [Theory]
    [InlineData("SendMessage", true)]
    [InlineData("TakeNote", true)]
    [InlineData("Mute", false)]
    public void NeedsDictation_WordsStillToCome_IsTrue(string intent, bool expected)
    {
        var understood = new Interpretation(intent, new Dictionary<string, SlotValue>(), intent, NeedsDictation: false);

        Assert.Equal(expected, _bench.Tools.NeedsDictation(understood));
    }
}

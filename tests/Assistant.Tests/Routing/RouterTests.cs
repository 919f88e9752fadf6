using CsCheck;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Understanding;

namespace Assistant.Tests.Routing;

public sealed class RouterTests
{
    private static readonly RouteInput Understood = new() { Verdict = RecognitionVerdict.Accepted, Confidence = 0.9, Intent = "Mute", Task = TaskClass.Device };

    private static readonly Gen<RouteInput> AnyInput = Gen.Select(
        Gen.Enum<RecognitionVerdict>(), Gen.Enum<TaskClass>(), Gen.Enum<CloudLink>(), Gen.Bool, Gen.Bool, Gen.Bool, Gen.Double[0, 1],
        (verdict, task, cloud, dictation, consent, locked, confidence) => new RouteInput
        {
            Verdict = verdict,
            Task = task,
            Cloud = cloud,
            NeedsDictation = dictation,
            CloudConsent = consent,
            LocalOnly = locked,
            Confidence = confidence,
            Intent = task == TaskClass.None ? null : "Some",
        });

    [Fact]
    public void Decide_ToolOnDevice_IsLocal()
    {
        var decision = Router.Decide(Understood);

        Assert.Equal(Route.Local, decision.Route);
        Assert.Equal(["understood", "tool-on-device"], decision.Reasons.Select(reason => reason.Code));
    }

    [Theory]
    [InlineData(RecognitionVerdict.Silence, Route.Reject, "no-speech")]
    [InlineData(RecognitionVerdict.Rejected, Route.Reject, "outside-context")]
    [InlineData(RecognitionVerdict.Ask, Route.Ask, "two-readings")]
    public void Decide_NotUnderstood_NothingIsCarriedOut(RecognitionVerdict verdict, Route route, string reason)
    {
        var decision = Router.Decide(Understood with { Verdict = verdict });

        Assert.Equal(route, decision.Route);
        Assert.Equal(reason, decision.Reasons[0].Code);
    }

    [Theory]
    [InlineData(CloudLink.Absent, true, false, "cloud-absent")]
    [InlineData(CloudLink.Down, true, false, "cloud-down")]
    [InlineData(CloudLink.Up, false, false, "cloud-no-consent")]
    [InlineData(CloudLink.Up, true, true, "cloud-locked")]
    [InlineData(CloudLink.Up, true, false, null)]
    public void Decide_CloudTask_NamesTheObstacle(CloudLink cloud, bool consent, bool locked, string? obstacle)
    {
        var decision = Router.Decide(Understood with { Task = TaskClass.Cloud, Cloud = cloud, CloudConsent = consent, LocalOnly = locked });

        Assert.Equal(Route.Cloud, decision.Route);
        Assert.Equal(obstacle, decision.Obstacle?.Code);
        Assert.Contains(decision.Reasons, reason => reason.Code == "task-needs-cloud");
    }

    [Fact]
    public void Decide_SpokenFreeWords_NeedTheCloudEvenForALocalTool()
    {
        var decision = Router.Decide(Understood with { NeedsDictation = true });

        Assert.Equal(Route.Cloud, decision.Route);
        Assert.Contains(decision.Reasons, reason => reason.Code == "needs-dictation");
    }

    [Fact]
    public void Decide_AnyInput_NothingLeavesAgainstTheWearersWill() => AnyInput.Sample(input =>
    {
        var decision = Router.Decide(input);
        var leaves = decision.Route == Route.Cloud && decision.Obstacle is null;

        return decision.Reasons.Count > 0 && (!leaves || (input.CloudConsent && !input.LocalOnly && input.Cloud == CloudLink.Up));
    });

    [Fact]
    public void Read_AnyInputWritten_GivesTheSameDecisionAgain() => AnyInput.Sample(input =>
    {
        Assert.True(RouteTrace.Read(RouteTrace.Fields(input)).TryGet(out var read, out _));
        Assert.Equal(input, read);
        Assert.Equal(Router.Decide(input).Reasons, Router.Decide(read).Reasons);
    });

    [Fact]
    public void Read_FieldMissing_Fails() =>
        Assert.Equal("trace-route-unreadable", RouteTrace.Read(RouteTrace.Fields(Understood)[1..]).Failure!.Code);
}

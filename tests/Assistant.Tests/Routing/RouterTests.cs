using CsCheck;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Sentences;

namespace Assistant.Tests.Routing;

public sealed class RouterTests
{
    private static readonly RouteInput Understood = new()
    {
        Verdict = RecognitionVerdict.Accepted,
        Confidence = 0.9,
        Intent = "Mute",
        Task = TaskClass.Device,
    };

    private static readonly Gen<RouteInput> AnyUnderstanding = Gen.Select(
        Gen.Enum<RecognitionVerdict>(), Gen.Enum<TaskClass>(), Gen.Bool, Gen.Bool, Gen.Enum<PrivacyClass>(), Gen.Double[0, 1],
        (verdict, task, dictation, deferrable, privacy, confidence) => new RouteInput
        {
            Verdict = verdict,
            Task = task,
            NeedsDictation = dictation,
            Deferrable = deferrable,
            Privacy = privacy,
            Confidence = confidence,
            Intent = task == TaskClass.None ? null : "Some",
        });

    private static readonly Gen<RouteInput> AnyInput = Gen.Select(
        Gen.Select(AnyUnderstanding, Gen.Enum<CloudLink>(), Gen.Bool, Gen.Bool, Gen.Bool),
        Gen.Select(Maybe(Gen.Double[0, 20_000]), Maybe(Gen.Double[0, 5_000]), Maybe(Gen.Double[0, 100]), Maybe(Gen.Double[-20, 90])),
        Gen.Select(Maybe(Gen.Double[0, 1L << 53]), Maybe(Gen.Double[0, 1L << 53])),
        (known, body, money) => known.Item1 with
        {
            Cloud = known.Item2,
            CloudConsent = known.Item3,
            LocalOnly = known.Item4,
            Charging = known.Item5,
            DeadlineMs = body.Item1,
            RoundTripMs = body.Item2,
            BatteryPercent = body.Item3,
            TemperatureCelsius = body.Item4,
            BudgetLeftNanos = (long?)money.Item1,
            PriceNanos = (long?)money.Item2,
        });

    private static readonly Gen<RouterOptions> AnyPolicy = Gen.Select(
        Gen.Double[0, 1], Gen.Double[0, 60_000], Gen.Double[0, 60_000], Gen.Double[1, 10], Gen.Double[0, 50], Gen.Double[50, 100],
        Gen.Double[20, 100], Gen.Long[0, 1L << 53],
        (confidence, hedge, thinking, trips, critical, low, hot, price) => new RouterOptions
        {
            HedgeConfidence = confidence,
            HedgeRoundTripMs = hedge,
            ThinkingMs = thinking,
            RoundTrips = trips,
            CriticalBatteryPercent = critical,
            LowBatteryPercent = low,
            HotCelsius = hot,
            PriceCeilingNanos = price,
        });

    private static readonly RouteInput Open = Understood with { Task = TaskClass.Cloud, Cloud = CloudLink.Up, CloudConsent = true };

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
    [InlineData(CloudLink.Absent, true, false, Route.Cloud, "cloud-absent")]
    [InlineData(CloudLink.Down, true, false, Route.Cloud, "cloud-down")]
    [InlineData(CloudLink.Up, false, false, Route.Refuse, "cloud-no-consent")]
    [InlineData(CloudLink.Up, true, true, Route.Refuse, "cloud-locked")]
    [InlineData(CloudLink.Up, true, false, Route.Cloud, null)]
    public void Decide_CloudTask_NamesTheObstacle(CloudLink cloud, bool consent, bool locked, Route route, string? obstacle)
    {
        var decision = Router.Decide(Understood with { Task = TaskClass.Cloud, Cloud = cloud, CloudConsent = consent, LocalOnly = locked });

        Assert.Equal(route, decision.Route);
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

        return decision.Reasons.Count > 0 && (!decision.Sends || (input.CloudConsent && !input.LocalOnly && input.Cloud == CloudLink.Up));
    });

    [Fact]
    public void Decide_AnyInput_NothingSensitiveOrUnwillingWaitsOnDisk() => AnyInput.Sample(input =>
        Router.Decide(input).Route != Route.Queue
            || (input is { CloudConsent: true, LocalOnly: false, Privacy: PrivacyClass.Normal, Deferrable: true }
                && input.Cloud != CloudLink.Absent));

    public static TheoryData<string, RouteInput, Route, string> Limits => new()
    {
        { "budget", Open with { BudgetLeftNanos = 5, PriceNanos = 6 }, Route.Refuse, "cloud-budget" },
        { "price", Open with { PriceNanos = 50_000_001 }, Route.Refuse, "cloud-price" },
        { "heat", Open with { TemperatureCelsius = 43 }, Route.Refuse, "too-hot" },
        { "heat, can wait", Open with { TemperatureCelsius = 43, Deferrable = true }, Route.Queue, "too-hot" },
        { "battery", Open with { BatteryPercent = 4.9 }, Route.Refuse, "battery-critical" },
        { "battery, charging", Open with { BatteryPercent = 4.9, Charging = true }, Route.Cloud, "cloud-open" },
        { "battery low, can wait", Open with { BatteryPercent = 14, Deferrable = true }, Route.Queue, "battery-low" },
        { "battery low, cannot", Open with { BatteryPercent = 14 }, Route.Cloud, "cloud-open" },
        { "slow", Open with { DeadlineMs = 1000, RoundTripMs = 151 }, Route.Cloud, "cloud-slow" },
        { "quick enough", Open with { DeadlineMs = 1000, RoundTripMs = 150 }, Route.Cloud, "cloud-open" },
        { "down, can wait", Open with { Cloud = CloudLink.Down, Deferrable = true }, Route.Queue, "can-wait" },
        { "down, sensitive", Open with { Cloud = CloudLink.Down, Deferrable = true, Privacy = PrivacyClass.Sensitive }, Route.Cloud,
            "sensitive" },
        { "rejected", Open with { Verdict = RecognitionVerdict.Rejected, Task = TaskClass.None }, Route.Cloud, "outside-context" },
        { "near miss", Open with { Verdict = RecognitionVerdict.Rejected, Task = TaskClass.Device, Confidence = 0.3 }, Route.Both,
            "near-miss" },
        { "far miss", Open with { Verdict = RecognitionVerdict.Rejected, Task = TaskClass.Device, Confidence = 0.29 }, Route.Cloud,
            "cloud-open" },
        { "two readings, quick", Open with { Verdict = RecognitionVerdict.Ask, RoundTripMs = 400 }, Route.Both, "two-readings" },
        { "two readings, slow", Open with { Verdict = RecognitionVerdict.Ask, RoundTripMs = 401 }, Route.Ask, "hedge-too-slow" },
        { "two readings, sensitive", Open with { Verdict = RecognitionVerdict.Ask, RoundTripMs = 4, Privacy = PrivacyClass.Sensitive },
            Route.Ask, "sensitive" },
        { "long question, down", Open with { Verdict = RecognitionVerdict.Rejected, Cloud = CloudLink.Down, Deferrable = true },
            Route.Queue, "can-wait" },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void Decide_AtALimit_GoesTheDocumentedWay(string what, RouteInput input, Route route, string reason)
    {
        var decision = Router.Decide(input);

        Assert.True(route == decision.Route, $"{what}: {decision.Route}");
        Assert.Contains(decision.Reasons, because => because.Code == reason);
    }

    [Fact]
    public void Validate_PolicyOutOfBounds_NamesIt() =>
        Assert.Contains("LowBatteryPercent", new RouterOptions { LowBatteryPercent = 1 }.Validate()!.Message);

    [Fact]
    public void Read_AnyInputWritten_GivesTheSameDecisionAgain() => AnyInput.Sample(input =>
    {
        Assert.True(RouteTrace.Read(RouteTrace.Fields(input)).TryGet(out var read, out _));
        Assert.Equal(input, read);
        Assert.Equal(Router.Decide(input).Reasons, Router.Decide(read).Reasons);
    });

    [Fact]
    public void Of_AnyDecisionInATrace_ComesOutTheSame() => Gen.Select(AnyInput, AnyPolicy).Sample((input, policy) =>
    {
        var events = new[]
        {
            new TurnEvent(Stages.Route, TurnEventKind.Start, TimeSpan.Zero, RouteTrace.Fields(input, policy)),
            new TurnEvent(Stages.Route, TurnEventKind.End, TimeSpan.Zero, RouteTrace.Fields(Router.Decide(input, policy))),
        };

        Assert.True(RouteReplay.Read(events).TryGet(out var replays, out _));
        Assert.Equal(Router.Decide(input, policy).Reasons, replays[0].Again.Reasons);
        Assert.True(replays[0].IsSame);
    });

    [Fact]
    public void Of_ReasonsChanged_IsNotTheSame()
    {
        var events = new[]
        {
            new TurnEvent(Stages.Route, TurnEventKind.Start, TimeSpan.Zero, RouteTrace.Fields(Open, new RouterOptions())),
            new TurnEvent(Stages.Route, TurnEventKind.End, TimeSpan.Zero, RouteTrace.Fields(Router.Decide(Open with { LocalOnly = true }))),
        };

        Assert.False(RouteReplay.Read(events).Value![0].IsSame);
    }

    [Fact]
    public void Of_TraceWithoutADecision_Fails() => Assert.Equal("trace-without-route", RouteReplay.Read([]).Failure!.Code);

    [Theory]
    [InlineData("hot_celsius=warm")]
    [InlineData("nothing=1")]
    public void ReadPolicy_Damaged_Fails(string text)
    {
        var field = RouteTrace.Fields(Open, new RouterOptions())[^1];
        var damaged = TraceField.Create("policy", ((string[])field.Value!).Select((setting, i) => i == 0 ? text : setting));

        Assert.Equal("trace-route-unreadable", RouteTrace.ReadPolicy([damaged]).Failure!.Code);
    }

    [Fact]
    public void Read_FieldMissing_Fails() =>
        Assert.Equal("trace-route-unreadable", RouteTrace.Read(RouteTrace.Fields(Understood)[1..]).Failure!.Code);

    private static Gen<double?> Maybe(Gen<double> some) =>
        Gen.Select(Gen.Bool, some, (known, value) => known ? Math.Floor(value) : (double?)null);

    [Fact]
    public void Decide_SentenceForOthersWithoutACloud_NeedsOneAndSaysWhy()
    {
        var decision = Router.Decide(new RouteInput
        {
            Verdict = RecognitionVerdict.Rejected,
            Confidence = 0.1,
            Task = TaskClass.None,
            Sentence = SentenceKind.Elsewhere,
        });

        Assert.Equal(Route.Cloud, decision.Route);
        Assert.Equal(["outside-context", "not-for-glasses", "cloud-absent"], decision.Reasons.Select(reason => reason.Code));
        Assert.Equal("cloud-absent", decision.Obstacle!.Code);
        Assert.False(decision.Sends);
    }

    [Theory]
    [InlineData(SentenceKind.Negated, "wish-negated")]
    [InlineData(SentenceKind.Several, "wish-several")]
    public void Decide_SentenceThatIsNotToBeDone_IsLeftAndNotSent(SentenceKind kind, string reason)
    {
        var decision = Router.Decide(new RouteInput
        {
            Verdict = RecognitionVerdict.Rejected,
            Confidence = 0.9,
            Task = TaskClass.None,
            Sentence = kind,
            Cloud = CloudLink.Up,
            CloudConsent = true,
        });

        Assert.Equal((Route.Reject, reason), (decision.Route, decision.Reasons[0].Code));
    }

    [Fact]
    public void Decide_FreeSentence_IsNamedAmongTheReasons() => Assert.Equal(
        ["free-sentence", "tool-on-device"],
        Router.Decide(Understood with { Sentence = SentenceKind.Wish }).Reasons.Select(reason => reason.Code));

    [Fact]
    public void Read_FreeSentence_IsReplayedFromTheTrace() => Assert.Equal(
        SentenceKind.Negated, RouteTrace.Read(RouteTrace.Fields(Understood with { Sentence = SentenceKind.Negated })).Value!.Sentence);
}

using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Device.Commands.Eval;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Hearing;

namespace Device.Tests.Evaluation;

public sealed class CommandsReportTests
{
    [Fact]
    public void Of_MixedOutcomes_CountsEveryRate()
    {
        CommandOutcome[] outcomes =
        [
            Row("SetVolume", """{"percent": 30}""", Heard("SetVolume", ("percent", 30))),
            Row("SetVolume", """{"percent": 30}""", Heard("SetVolume", ("percent", 13))),
            Row("SetVolume", """{"percent": 40}""", Heard("SetVolume", ("percent", 40), RecognitionVerdict.Ask)),
            Row("Mute", "{}", Silent(RecognitionVerdict.Rejected)),
            Row("Mute", "{}", Silent(RecognitionVerdict.Silence)),
            Row("", "{}", Heard("Mute", null)),
            Row("", "{}", Silent(RecognitionVerdict.Rejected)),
            new(new LabelledCommand("gone.wav", "Mute", new Dictionary<string, JsonElement>()), null,
                new Failure(Stages.Audio, "wav-not-found", "Gone.", "")),
        ];

        var report = CommandsReport.Sum(outcomes);

        Assert.Equal((8, 1), (report.N, report.Failed));
        Assert.Equal(Math.Round(1 / 6.0, 5), report.WholeCommandAccuracy);
        Assert.Equal(Math.Round(1 / 3.0, 5), report.SlotAccuracy);
        Assert.Equal(Math.Round(1 / 6.0, 5), report.WrongAcceptRate);
        Assert.Equal(Math.Round(3 / 6.0, 5), report.RejectionRate);
        Assert.Equal(Math.Round(1 / 6.0, 5), report.AskedRate);
        Assert.Equal(0.5, report.FalseAcceptRate);
        Assert.Equal(0.1, report.Rtf);
        Assert.Equal(new Percentiles(7, 7), report.LatencyMs);
        Assert.Contains(new Confusion("SetVolume(percent=30)", "SetVolume(percent=13)", 1), report.Confusions);
        Assert.Contains(new Confusion("(other speech)", "Mute()", 1), report.Confusions);
        Assert.Equal("wav-not-found", Assert.Single(report.Failures).Code);
    }

    [Fact]
    public void Of_Questions_AreAnsweredFromTheLabel()
    {
        const string said = """{"percent": 30, "what": "tea"}""";
        CommandOutcome[] outcomes =
        [
            Row("Set", said, Asked(Of(30, "tea"), Of(13, "tea"))),
            Row("Set", said, Asked(Of(13, "tea"), Of(30, "tea"))),
            Row("Set", said, Asked(Of(13, "tea"), Of(14, "tea"))), // "neither"
            Row("Set", said, Asked(Of(13, "key"), Of(30, "key"))), // the number is right then, the rest is not
            Row("Set", said, Asked(Of(30, "key"), Of(13, "tea"))), // "neither": it differs in two
            Row("Set", said, Asked(Of(30, "key"), null)),
            Row("Set", said, Asked(Of(30, "tea"), null, RecognitionVerdict.Accepted)),
            Row("Set", said, Asked(Of(13, "tea"), Of(30, "tea"), RecognitionVerdict.Accepted)),
            Row("", "{}", Asked(Of(13, "tea"), Of(30, "tea"))),
        ];

        var report = CommandsReport.Sum(outcomes);

        Assert.Equal((0.125, 0.375, 0.25), (report.RightUnasked, report.RightAfterQuestion, report.WrongActRate));
        Assert.False(outcomes[^1].IsWrongAct);
    }

    private static Interpretation Of(int percent, string what) => new(
        "Set",
        new Dictionary<string, SlotValue>
        {
            ["percent"] = SlotValue.Create(SlotKind.Percent, percent),
            ["what"] = SlotValue.Create(SlotKind.List, what),
        },
        "set it",
        NeedsDictation: false);

    private static HeardCommand Asked(Interpretation best, Interpretation? other, RecognitionVerdict verdict = RecognitionVerdict.Ask) =>
        Heard("Set", null) with { Recognition = new Recognition(best, other, 0.5, -1, 0.1, 20, verdict) };

    [Fact]
    public void Of_NoRowOfAKind_HasNoRate()
    {
        var report = CommandsReport.Sum([Row("", "{}", Silent(RecognitionVerdict.Rejected))]);

        Assert.Null(report.WholeCommandAccuracy);
        Assert.Equal(0, report.FalseAcceptRate);
    }

    [Fact]
    public void Of_CandidatesLookedAt_CountsTheRightOnesAmongThem()
    {
        Neighbour[] near = [Near(13), Near(30)];
        CommandOutcome[] outcomes =
        [
            Row("SetVolume", """{"percent": 30}""", Heard("SetVolume", ("percent", 13))) with { Candidates = near },
            Row("SetVolume", """{"percent": 40}""", Heard("SetVolume", ("percent", 13))) with { Candidates = near },
            Row("SetVolume", """{"percent": 40}""", Silent(RecognitionVerdict.Silence)) with { Candidates = [] },
            Row("", "{}", Silent(RecognitionVerdict.Rejected)) with { Candidates = near, HasCandidatesLeftOut = true },
        ];

        var report = CommandsReport.Sum(outcomes);

        Assert.Equal(Math.Round(1 / 3.0, 5), report.OracleAccuracy);
        Assert.Equal(Math.Round(4 / 3.0, 5), report.MeanCandidates);
        Assert.Equal(1, report.IncompleteCandidates);
        var unseen = CommandsReport.Sum([Row("", "{}", Silent(RecognitionVerdict.Rejected))]);
        Assert.Equal((null, null), (unseen.OracleAccuracy, unseen.IncompleteCandidates));

        static Neighbour Near(double percent) => new(Heard("SetVolume", ("percent", percent)).Recognition.Best!, -1);
    }

    [Theory]
    [InlineData("X")]
    [InlineData("")]
    public void Write_CandidatesWithoutRoom_AreCountedInTheTableAndInTheJson(string intent)
    {
        var report = CommandsReport.Sum(
        [
            Row(intent, "{}", Heard("X", null)) with { Candidates = [], HasCandidatesLeftOut = true },
            Row(intent, "{}", Heard("X", null)) with { Candidates = [] },
        ]);
        using var table = new StringWriter();

        CommandsTable.Write(report, table);

        Assert.Matches(@"recordings without room for all candidates +1 ", table.ToString());
        Assert.Contains("\"incomplete_candidates\": 1", EvalJson.Text(report));
    }

    [Theory]
    [InlineData("""{"n": 5}""", 5.0, null, true)]
    [InlineData("""{"n": "5"}""", 5.0, null, true)]
    [InlineData("""{"n": 5}""", null, "5", true)]
    [InlineData("""{"n": "Anna"}""", null, "Anna", true)]
    [InlineData("""{"n": "Anna"}""", null, "anna", false)]
    [InlineData("""{"n": null}""", null, null, true)]
    [InlineData("""{"n": 5}""", 5.5, null, false)]
    public void IsExact_SlotValue_ComparesByValue(string slots, double? number, string? text, bool exact)
    {
        var heard = Silent(RecognitionVerdict.Accepted);
        var best = new Interpretation("X", new Dictionary<string, SlotValue> { ["n"] = new(SlotKind.List, number, text) }, "", false);
        var outcome = Row("X", slots, heard with { Recognition = heard.Recognition with { Best = best } });

        Assert.Equal(exact, outcome.IsExact);
    }

    [Fact]
    public void IsExact_SlotBesidesTheLabel_IsNot() => Assert.False(Row("X", "{}", Heard("X", ("n", 1))).IsExact);

    private static CommandOutcome Row(string intent, string slots, HeardCommand heard) => new(
        new LabelledCommand(
            "x.wav", intent, JsonDocument.Parse(slots).RootElement.EnumerateObject().ToDictionary(slot => slot.Name, slot => slot.Value)),
                heard);

    private static HeardCommand Silent(RecognitionVerdict verdict) => new(
        new Recognition(null, null, 0, 0, 0, 0, verdict), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.2), TimeSpan.FromMilliseconds(7),
        1);

    private static HeardCommand Heard(
        string intent, (string Name, double Value)? slot, RecognitionVerdict verdict = RecognitionVerdict.Accepted)
    {
        var slots = new Dictionary<string, SlotValue>();
        if (slot is { } given) slots[given.Name] = SlotValue.Create(SlotKind.Number, given.Value);
        var heard = Silent(verdict);
        return heard with { Recognition = heard.Recognition with { Best = new Interpretation(intent, slots, "", false) } };
    }
}

using System.Text.Json;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Evaluation.Sentences;

namespace Device.Tests.Evaluation;

public sealed class SentencesReportTests
{
    [Fact]
    public void Parse_ColumnsInAnyOrder_ReadsRows()
    {
        const string Table = "intent\ttext\talso\tslots\r\nSetTimer\tten minutes please\tSetAlarm, Snooze\t{\"duration\": 600}\r\n"
            + "\r\n\twho is it\t\t\r\n";

        var rows = SentenceManifest.Parse(new StringReader(Table)).Value!;

        Assert.Equal(2, rows.Count);
        Assert.Equal(["SetAlarm", "Snooze"], rows[0].Also);
        Assert.Equal(600, rows[0].Slots!["duration"].GetDouble());
        Assert.False(rows[1].IsWish);
        Assert.Null(rows[1].Slots);
    }

    [Theory]
    [InlineData("", "manifest-empty", 1)]
    [InlineData("text\tintent\n", "manifest-empty", 2)]
    [InlineData("text\nx\n", "manifest-column-missing", 1)]
    [InlineData("text\tintent\n\tX\n", "manifest-row-short", 2)]
    [InlineData("text\tintent\tslots\na\tX\t{oops\n", "manifest-slots-not-json", 2)]
    public void Parse_Unusable_NamesTheLine(string table, string code, int line)
    {
        var failure = SentenceManifest.Parse(new StringReader(table)).Failure!;

        Assert.Equal((code, line), (failure.Code, failure.Line));
    }

    [Fact]
    public void Sum_EachWayToEnd_IsCountedOnce()
    {
        var report = SentencesReport.Sum(
        [
            Outcome("SetTimer", 600, RecognitionVerdict.Accepted, Read("SetTimer", 600)), // right
            Outcome("SetTimer", 600, RecognitionVerdict.Accepted, Read("SetTimer", 60)), // wrong act
            Outcome("SetTimer", 600, RecognitionVerdict.Accepted, Read("SetTimer"), missing: "duration"), // right after a question
            Outcome("SetTimer", 600, RecognitionVerdict.Ask, Read("Call"), Read("SetTimer", 600)), // right after a question
            Outcome("SetTimer", 600, RecognitionVerdict.Ask, Read("Call")), // asked about the wrong thing
            Outcome("SetTimer", 600, RecognitionVerdict.Rejected, null), // declined
            Outcome("", null, RecognitionVerdict.Accepted, Read("Stop")), // carried out
            Outcome("", null, RecognitionVerdict.Rejected, null),
        ]);

        Assert.Equal((8, 6), (report.N, report.Wishes));
        Assert.Equal(0.16667, report.WholeAccuracy);
        Assert.Equal(0.5, report.WholeAccuracyAfterQuestion);
        Assert.Equal(0.33333, report.IntentAccuracy);
        Assert.Equal(0.5, report.AskedRate);
        Assert.Equal(0.16667, report.DeclinedRate);
        Assert.Equal(0.16667, report.WrongActRate);
        Assert.Equal(0.5, report.OutsideActRate);
    }

    [Fact]
    public void IsRight_AnotherRightIntent_NeedsNoSlots()
    {
        var outcome = Outcome("SetTimer", 600, RecognitionVerdict.Accepted, Read("Snooze"), also: ["Snooze"]);

        Assert.True(outcome.IsRight);
    }

    [Fact]
    public void IsRight_SlotThatIsNotLabelled_IsWrong()
    {
        Assert.False(Outcome("SetTimer", null, RecognitionVerdict.Accepted, Read("SetTimer", 60)) is { IsRight: true });
        Assert.True(Outcome("SetTimer", null, RecognitionVerdict.Accepted, Read("SetTimer", 60), isChecked: false).IsRight);
    }

    private static Interpretation Read(string intent, double? seconds = null) => new(
        intent,
        seconds is { } number
            ? new Dictionary<string, SlotValue> { ["duration"] = SlotValue.Create(SlotKind.Duration, number) }
            : new Dictionary<string, SlotValue>(),
        "", false);

    private static SentenceOutcome Outcome(
        string intent, double? seconds, RecognitionVerdict verdict, Interpretation? best, Interpretation? other = null,
        string? missing = null, string[]? also = null, bool isChecked = true)
    {
        var slots = seconds is { } number
            ? new Dictionary<string, JsonElement> { ["duration"] = JsonSerializer.SerializeToElement(number) }
            : [];
        var label = new LabelledSentence("x", intent, isChecked ? slots : null, also ?? [], "");
        return new SentenceOutcome(label, new Recognition(best, other, 0.5, 0, 0, 0, verdict), missing, TimeSpan.Zero);
    }
}

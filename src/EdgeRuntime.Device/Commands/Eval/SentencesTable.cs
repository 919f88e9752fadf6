using System.Globalization;
using EdgeRuntime.Device.Commands.Models;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Evaluation.Sentences;
using Spectre.Console;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary>Prints a <see cref="SentencesReport"/> for a person.</summary>
internal static class SentencesTable
{
    private const int MostConfusions = 20;

    public static void Write(SentencesReport report, TextWriter output)
    {
        var console = ModelsConsole.Over(output);
        var table = ModelsConsole.Table("measure", "value", "95 % interval", "mean over intents");
        table.AddRow("sentences", $"{report.N}", "", "");
        table.AddRow("with an intent", $"{report.Wishes}", "", "");
        table.AddRow("right intent, carried out", Percent(report.IntentAccuracy), "", "");
        table.AddRow("right unasked", Percent(report.WholeAccuracy), Text(report.WholeAccuracyInterval), Percent(report.MacroAccuracy));
        table.AddRow(
            "right after one question", Percent(report.WholeAccuracyAfterQuestion), "", Percent(report.MacroAccuracyAfterQuestion));
        table.AddRow("asked", Percent(report.AskedRate), "", "");
        table.AddRow("declined", Percent(report.DeclinedRate), "", "");
        table.AddRow("wrong acts", Percent(report.WrongActRate), "", "");
        table.AddRow("other sentences carried out", Percent(report.OutsideActRate), Text(report.OutsideActRateInterval), "");
        table.AddRow("other sentences asked about", Percent(report.OutsideAskedRate), "", "");
        table.AddRow("calibration error", report.CalibrationError?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-", "", "");
        table.AddRow(
            "ms a sentence", report.Ms is { } ms ? FormattableString.Invariant($"p50 {ms.P50:0.0}, p95 {ms.P95:0.0}") : "-", "", "");
        console.Write(table);
        WriteSources(report, console);
        WriteConfusions(report, console);
    }

    private static void WriteSources(SentencesReport report, IAnsiConsole console)
    {
        if (report.Sources.Count == 0) return;
        var table = ModelsConsole.Table(
            "source", "wishes", "right unasked", "after one question", "asked", "wrong acts", "others", "carried out");
        foreach (var source in report.Sources)
        {
            table.AddRow(
                Markup.Escape(source.Source), $"{source.Wishes}", Percent(source.WholeAccuracy), Percent(source.WholeAccuracyAfterQuestion),
                Percent(source.AskedRate), Percent(source.WrongActRate), $"{source.Others}", Percent(source.OutsideActRate));
        }

        console.Write(table);
    }

    private static void WriteConfusions(SentencesReport report, IAnsiConsole console)
    {
        if (report.Confusions.Count == 0) return;
        var table = ModelsConsole.Table("meant", "done", "times");
        foreach (var confusion in report.Confusions.Take(MostConfusions))
        {
            table.AddRow(Markup.Escape(confusion.Expected), Markup.Escape(confusion.Got), $"{confusion.Count}");
        }

        console.Write(table);
    }

    private static string Percent(double? rate) =>
        rate is { } value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-";

    private static string Text(Interval interval) => $"{Percent(interval.Low)} to {Percent(interval.High)}";
}

using System.Globalization;
using EdgeRuntime.Device.Commands.Models;
using EdgeRuntime.Device.Evaluation;
using Spectre.Console;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary>Prints a <see cref="CommandsReport"/> for a person.</summary>
internal static class CommandsTable
{
    private const int MostConfusions = 15;

    public static void Write(CommandsReport report, TextWriter output)
    {
        var console = ModelsConsole.Over(output);
        var table = ModelsConsole.Table("measure", "value", "95 % interval");
        table.AddRow("rows", report.Failed == 0 ? $"{report.N}" : $"{report.N} ({report.Failed} unusable)", "");
        table.AddRow(
            "whole commands right", Percent(report.WholeCommandAccuracy),
            Text(report.WholeCommandAccuracyInterval, report.WholeCommandAccuracy));
        if (report.OracleAccuracy is { } oracle)
        {
            var mean = report.MeanCandidates!.Value.ToString("0.0", CultureInfo.InvariantCulture);
            table.AddRow("right one among the candidates", Percent(oracle), $"{mean} candidates");
        }

        if (report.IncompleteCandidates is { } incomplete) table.AddRow("recordings without room for all candidates", $"{incomplete}", "");

        table.AddRow("slots right", Percent(report.SlotAccuracy), "");
        table.AddRow("accepted but wrong", Percent(report.WrongAcceptRate), "");
        table.AddRow("rejected", Percent(report.RejectionRate), "");
        table.AddRow("asked back", Percent(report.AskedRate), "");
        table.AddRow(
            "right after the question", Percent(report.RightAfterQuestion),
            Text(report.RightAfterQuestionInterval, report.RightAfterQuestion));
        table.AddRow("something else done", Percent(report.WrongActRate), Text(report.WrongActRateInterval, report.WrongActRate));
        table.AddRow(
            "other speech accepted", Percent(report.FalseAcceptRate), Text(report.FalseAcceptRateInterval, report.FalseAcceptRate));
        table.AddRow("real-time factor, one job", report.Rtf?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-", "");
        var latency = report.LatencyMs is { } ms ? FormattableString.Invariant($"p50 {ms.P50:0.0}, p95 {ms.P95:0.0}") : "-";
        table.AddRow("ms after the last sample", latency, "");
        console.Write(table);
        WriteConfusions(report, console);
    }

    private static void WriteConfusions(CommandsReport report, IAnsiConsole console)
    {
        if (report.Confusions.Count == 0) return;
        var table = ModelsConsole.Table("said", "understood", "times");
        foreach (var confusion in report.Confusions.Take(MostConfusions))
        {
            table.AddRow(Markup.Escape(confusion.Expected), Markup.Escape(confusion.Got), $"{confusion.Count}");
        }

        console.Write(table);
    }

    private static string Percent(double? rate) =>
        rate is { } value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-";

    private static string Text(Interval interval, double? rate) =>
        rate is null ? "" : $"{Percent(interval.Low)} to {Percent(interval.High)}";
}

using System.Globalization;
using EdgeRuntime.Device.Commands.Models;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Evaluation.Plots;
using Spectre.Console;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary>Prints measurements of wake words and voice activity for a person.</summary>
internal static class EvalTables
{
    public static void Write(WakeReport report, TextWriter output)
    {
        output.WriteLine(FormattableString.Invariant(
            $"\"{report.Phrase}\": {report.Positives} recordings of it, {report.NegativeHours:0.00} h without it"));
        output.WriteLine(FormattableString.Invariant($"{report.CandidatesPerHour:0.0} candidates per hour reach the second stage"));
        var table = ModelsConsole.Table("false alarms per hour", "missed", "95 % interval", "false alarms seen", "threshold");
        foreach (var point in report.MissRate)
        {
            table.AddRow(
                Number(point.AllowedPerHour, "0.##"),
                Percent(point.MissRate),
                $"{Percent(point.MissInterval.Low)} to {Percent(point.MissInterval.High)}",
                FormattableString.Invariant(
                    $"{point.FalseAlarms} ({point.FalseAlarmInterval.Low:0.00} to {point.FalseAlarmInterval.High:0.00} per hour)"),
                point.Threshold is { } threshold ? Number(threshold, "0.00") : "any");
        }

        ModelsConsole.Over(output).Write(table);
        output.WriteLine($"DET plot: {report.Plot}");
    }

    public static void Write(VoiceReport report, TextWriter output)
    {
        var table = ModelsConsole.Table("frame AUC", "speech found", "noise taken for speech", "speech frames", "noise frames", "SNR dB");
        table.AddRow(
            Number(report.FrameAuc, "0.0000"), Percent(report.SpeechFound), Percent(report.NoiseTaken),
            $"{report.SpeechFrames}", $"{report.NoiseFrames}", Number(report.SnrDb, "0.#"));
        ModelsConsole.Over(output).Write(table);
        output.WriteLine($"ROC plot: {report.Plot}");
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Percent(double rate) => Number(100 * rate, "0.0") + " %";
}

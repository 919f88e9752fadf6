using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Evaluation.Plots;
using EdgeRuntime.Device.Evaluation.Sentences;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Terminal;
using EdgeRuntime.Inference.Providers;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary><c>eval sentences</c>: how well the typed sentences of a labelled table are understood.</summary>
internal static class EvalSentencesCommand
{
    public static Command Create(DeviceProfile profile)
    {
        var manifest = new Option<string>("--manifest")
        {
            Description =
                "Tab-separated table with a header: text, intent (empty: must not be carried out), slots (JSON; empty: not checked), also "
                + "(other right intents, separated by commas).",
            HelpName = "M.tsv",
            Required = true,
        };
        var context = new Option<string?>("--context")
        {
            Description = "Context file or folder: what can be understood; the glasses' own by default.",
            HelpName = "C.yaml",
        };
        var rows = new Option<string?>("--rows")
        {
            Description = "Write every sentence's reading, confidence and evidence into a tab-separated table.",
            HelpName = "OUT.tsv",
        };
        var plot = PlotOption.Create("Draw how often readings were right against their confidence.");
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of tables." };
        var models = ModelsFolderOption.Create();
        var command = new Command("sentences", "How well the typed sentences of a labelled table are understood.")
        {
            manifest, context, rows, plot, json, models,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var console = CommandStreams.ConsoleOf(parsed, parsed.GetValue(json));
            var bench = new EvalBench(profile, parsed.GetRequiredValue(models), console);
            var measured = await MeasureAsync(parsed.GetRequiredValue(manifest), parsed.GetValue(context), bench, cancellationToken);
            return (int)Report(Written(measured, parsed.GetValue(rows), parsed.GetValue(plot)), console);
        });
        return command;
    }

    private static async Task<Outcome<SentenceOutcome[]>> MeasureAsync(
        string manifest, string? contextPath, EvalBench bench, CancellationToken cancellationToken)
    {
        if (!SentenceManifest.Load(manifest).TryGet(out var rows, out var failure)) return failure;
        var path = contextPath ?? CommandContext.FileIn(bench.Models);
        if (!CommandContext.Load(path, state: null).TryGet(out var context, out failure)) return failure;
        var state = Directory.CreateTempSubdirectory("edge-runtime-eval-");
        try
        {
            if (!GlassesProgram.Open(state.FullName, TimeProvider.System).TryGet(out var glasses, out failure)) return failure;
            using (glasses)
            using (var sentences = new FreeSentences(bench.Profile, bench.Models, TimeProvider.System))
            {
                var evaluation = new SentencesEvaluation(context, sentences, glasses.Tools, TimeProvider.System);
                return await EvalProgress.RunAsync(
                    bench.Console.Error, "sentences", rows.Count,
                    progress => Task.Run(() => evaluation.Run(rows, progress, cancellationToken), cancellationToken));
            }
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    private static Outcome<SentencesReport> Written(Outcome<SentenceOutcome[]> measured, string? rowsFile, string? plotFile)
    {
        if (!measured.TryGet(out var outcomes, out var failure)) return failure;
        return SentenceRows.Write(rowsFile, outcomes) is { } unwritten ? unwritten
            : Draw(plotFile, outcomes) is { } undrawn ? undrawn
            : SentencesReport.Sum(outcomes);
    }

    private static Failure? Draw(string? path, IReadOnlyList<SentenceOutcome> outcomes)
    {
        var readings = SentencesReport.Readings(outcomes);
        return path is null || readings.Count == 0 ? null
            : PlotFile.Write(path, svg => ReliabilityPlot.Write(ReliabilityCurve.Compute(readings), "Sentences", svg));
    }

    private static ExitCode Report(Outcome<SentencesReport> measured, CommandConsole console)
    {
        if (!measured.TryGet(out var report, out var failure)) return console.FailEval(failure);
        if (console.Json) console.Output.WriteLine(EvalJson.Text(report));
        else SentencesTable.Write(report, console.Output);
        return ExitCode.Done;
    }
}

using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Evaluation.Plots;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Terminal;
using EdgeRuntime.Inference.Providers;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary><c>eval commands</c>: how well the commands of a labelled table are understood.</summary>
internal static class EvalCommandsCommand
{
    public static Command Create(DeviceProfile profile)
    {
        var command = new Command("commands", "How well the commands of a labelled table are understood.");
        var arguments = new EvalCommandsArguments(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var bench = arguments.BenchOf(parsed, profile);
            var measured = (await arguments.ReadAsync(parsed, cancellationToken)).TryGet(out var request, out var failure)
                ? Written(await MeasureAsync(request, bench, cancellationToken), request)
                : failure;
            return (int)Report(measured, bench.Console);
        });
        return command;
    }

    private static async Task<Outcome<CommandOutcome[]>> MeasureAsync(
        EvalCommandsRequest request, EvalBench bench, CancellationToken cancellationToken)
    {
        if (!SpeechModels.Open(bench.Profile, bench.Models).TryGet(out var models, out var failure)) return failure;
        using (models)
        {
            if (!models.Compile(request.Context.Words, []).TryGet(out var graph, out failure)) return failure;
            var ears = Enumerable.Range(0, request.Jobs).Select(_ => EarOf(models, graph)).ToArray();
            var outcomes = await EvalProgress.RunAsync(bench.Console.Error, "commands", request.Rows.Count, progress =>
                new CommandsEvaluation(request.Rows, request.Noise, progress, withCandidates: request.CandidatesFile is not null)
                    .RunAsync(ears, cancellationToken));
            return outcomes.ToArray();
        }
    }

    private static Outcome<CommandsReport> Written(Outcome<CommandOutcome[]> measured, EvalCommandsRequest request)
    {
        if (!measured.TryGet(out var outcomes, out var failure)) return failure;
        return OutcomeTable.Write(request.RowsFile, outcomes) is { } unwritten ? unwritten
            : OutcomeTable.WriteCandidates(request.CandidatesFile, outcomes) is { } unlisted ? unlisted
            : Draw(request.PlotFile, outcomes) is { } undrawn ? undrawn
            : CommandsReport.Sum(outcomes);
    }

    private static Failure? Draw(string? path, IReadOnlyList<CommandOutcome> outcomes)
    {
        var readings = outcomes.Where(outcome => outcome.Best.Length > 0)
            .Select(outcome => (outcome.Heard!.Recognition.Confidence, outcome.IsBestExact)).ToList();
        return path is null || readings.Count == 0 ? null
            : PlotFile.Write(path, svg => ReliabilityPlot.Write(ReliabilityCurve.Compute(readings), "Commands", svg));
    }

    private static CommandEar EarOf(SpeechModels models, PhoneGraph graph) =>
        new(
            models.CreateRecognizer(), graph, () => models.CreateListener(models.Options.Listener, withWakeWord: false),
            models.Options.Segmenter, TimeProvider.System);

    private static ExitCode Report(Outcome<CommandsReport> measured, CommandConsole console)
    {
        if (!measured.TryGet(out var report, out var failure)) return console.FailEval(failure);
        if (console.Json) console.Output.WriteLine(EvalJson.Text(report));
        else CommandsTable.Write(report, console.Output);
        if (!console.Json) console.ListUnusable(report.Failures);
        return report.Failed == report.N ? ExitCode.BadInput : ExitCode.Done;
    }
}

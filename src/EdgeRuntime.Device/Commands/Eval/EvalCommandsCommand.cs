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
        var context = new Option<string>("--context")
        {
            Description = "Context file or folder: what can be understood.",
            HelpName = "C.yaml",
            Required = true,
        };
        var surroundings = SurroundingsOption.Create();
        var manifest = new Option<string>("--manifest")
        {
            Description =
                "Tab-separated table with a header: file (relative to the table), intent (empty for speech that must be rejected), slots "
                + "(JSON).",
            HelpName = "M.tsv",
            Required = true,
        };
        var noise = new NoiseOptions();
        var jobs = JobsOption.Create();
        var rowsFile = new Option<string?>("--rows")
        {
            Description = "Write every recording's best reading, confidence and evidence into a tab-separated table.",
            HelpName = "OUT.tsv",
        };
        var candidatesFile = new Option<string?>("--candidates")
        {
            Description = "Look at the readings near the best one too: say how often the right one is among them, and write them all.",
            HelpName = "OUT.tsv",
        };
        var plotFile = PlotOption.Create("Draw how often readings were right against their confidence.");
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of tables." };
        var models = ModelsFolderOption.Create();
        var command = new Command(
            "commands", "How well the commands of a labelled table are understood.")
        {
            context, surroundings, manifest, jobs, rowsFile,
            candidatesFile, plotFile, json, models,
        };
        noise.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var bench = new EvalBench(
                profile, parsed.GetRequiredValue(models), CommandStreams.ConsoleOf(parsed, parsed.GetValue(json)));
            var candidates = parsed.GetValue(candidatesFile);
            var measured = CommandManifest.Load(parsed.GetRequiredValue(manifest)).TryGet(out var rows, out var failure)
                && (await noise.LoadAsync(parsed, cancellationToken)) is var loaded && loaded.TryGet(out var bed, out failure)
                ? await MeasureAsync(
                    progress => new CommandsEvaluation(rows, bed, progress, candidates is not null), rows.Count,
                    LoadContext(parsed, context, surroundings), parsed.GetValue(jobs), bench, cancellationToken)
                : failure!;
            return (int)Report(Written(measured, parsed.GetValue(rowsFile), candidates, parsed.GetValue(plotFile)), bench.Console);
        });
        return command;
    }

    private static Outcome<CommandContext> LoadContext(ParseResult parsed, Option<string> context, Option<string[]> surroundings) =>
        CommandContext.Load(parsed.GetRequiredValue(context), state: null, SurroundingsOption.Read(parsed, surroundings));

    private static async Task<Outcome<CommandOutcome[]>> MeasureAsync(
        Func<Action, CommandsEvaluation> evaluation, int rows, Outcome<CommandContext> loaded, int jobs, EvalBench bench,
        CancellationToken cancellationToken)
    {
        if (!loaded.TryGet(out var context, out var failure)
            || !SpeechModels.Open(bench.Profile, bench.Models).TryGet(out var models, out failure))
        {
            return failure;
        }

        using (models)
        {
            if (!models.Compile(context.Words, []).TryGet(out var graph, out failure)) return failure;
            var ears = Enumerable.Range(0, jobs).Select(_ => EarOf(models, graph)).ToArray();
            var outcomes = await EvalProgress.RunAsync(
                bench.Console.Error,
                "commands",
                rows,
                progress => evaluation(progress).RunAsync(ears, cancellationToken)).ConfigureAwait(false);
            return outcomes.ToArray();
        }
    }

    private static Outcome<CommandsReport> Written(
        Outcome<CommandOutcome[]> measured, string? rowsPath, string? candidatesPath, string? plotPath)
    {
        if (!measured.TryGet(out var outcomes, out var failure)) return failure;
        return OutcomeTable.Write(rowsPath, outcomes) is { } unwritten ? unwritten
            : OutcomeTable.WriteCandidates(candidatesPath, outcomes) is { } unlisted ? unlisted
            : Draw(plotPath, outcomes) is { } undrawn ? undrawn
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

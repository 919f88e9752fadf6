using System.CommandLine;
using System.Globalization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Device.Commands.Models;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Terminal;
using EdgeRuntime.Inference.Providers;
using Spectre.Console;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary><c>eval endpoint</c>: how soon after the last sound of a command it is acted upon.</summary>
internal static class EvalEndpointCommand
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
            Description = "The table that eval commands takes; rows with an intent are played.",
            HelpName = "M.tsv",
            Required = true,
        };
        var noise = new NoiseOptions();
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a table." };
        var models = ModelsFolderOption.Create();
        var command = new Command(
            "endpoint", "How soon after the last sound of a command it is acted upon.")
        {
            context, surroundings, manifest, json, models,
        };
        noise.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var console = CommandStreams.ConsoleOf(parsed, parsed.GetValue(json));
            var measured = CommandManifest.Load(parsed.GetRequiredValue(manifest)).TryGet(out var rows, out var failure)
                && (await noise.LoadAsync(parsed, cancellationToken)) is var loaded && loaded.TryGet(out var bed, out failure)
                ? await MeasureAsync(
                    rows, bed, LoadContext(parsed, context, surroundings), profile, parsed.GetRequiredValue(models), console,
                    cancellationToken)
                : failure!;
            return (int)Report(measured, console);
        });
        return command;
    }

    private static Outcome<CommandContext> LoadContext(ParseResult parsed, Option<string> context, Option<string[]> surroundings) =>
        CommandContext.Load(parsed.GetRequiredValue(context), state: null, SurroundingsOption.Read(parsed, surroundings));

    private static async Task<Outcome<EndpointReport>> MeasureAsync(
        IReadOnlyList<LabelledCommand> rows, NoiseBed? noise, Outcome<CommandContext> loaded, DeviceProfile profile, string folder,
        CommandConsole console, CancellationToken cancellationToken)
    {
        if (!loaded.TryGet(out var context, out var failure)
            || !SpeechModels.Open(profile, folder).TryGet(out var models, out failure))
        {
            return failure;
        }

        using (models)
        {
            if (!models.Compile(context.Words, []).TryGet(out var graph, out failure)
                || !models.CreateListener(models.Options.Listener, withWakeWord: false).TryGet(out var listener, out failure))
            {
                return failure;
            }

            var cutter = new UtteranceCutter(listener, models.CreateRecognizer(), graph, models.Options.Segmenter);
            var evaluation = new EndpointEvaluation(rows, noise, cutter, TimeProvider.System);
            return await EvalProgress.RunAsync(
                console.Error, "endpoint", rows.Count, progress => evaluation.RunAsync(progress, cancellationToken)).ConfigureAwait(false);
        }
    }

    private static ExitCode Report(Outcome<EndpointReport> measured, CommandConsole console)
    {
        if (!measured.TryGet(out var report, out var failure)) return console.FailEval(failure);
        if (console.Json) console.Output.WriteLine(EvalJson.Text(report));
        else Write(report, console.Output);
        return report.N == 0 ? ExitCode.BadInput : ExitCode.Done;
    }

    private static void Write(EndpointReport report, TextWriter output)
    {
        var table = ModelsConsole.Table("measure", "value");
        table.AddRow("commands", report.Failed == 0 ? $"{report.N}" : $"{report.N} (and {report.Failed} unusable)");
        table.AddRow("accepted", Percent(report.AcceptedRate));
        table.AddRow("closed before the last sound", Percent(report.EarlyCutRate));
        table.AddRow("ms from the last sound to the command", Text(report.EndToActionMs));
        table.AddRow("ms of computing in it", Text(report.ComputingMs));
        ModelsConsole.Over(output).Write(table);
    }

    private static string Percent(double? rate) =>
        rate is { } value ? (100 * value).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-";

    private static string Text(Percentiles? values) =>
        values is null ? "-" : FormattableString.Invariant($"p50 {values.P50:0.0}, p95 {values.P95:0.0}");
}

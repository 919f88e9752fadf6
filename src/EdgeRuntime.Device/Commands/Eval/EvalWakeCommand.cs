using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Evaluation.Plots;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Terminal;
using EdgeRuntime.Inference.Providers;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary><c>eval wake</c>: how often a wake phrase is missed at given rates of false alarms, both stages together.</summary>
internal static class EvalWakeCommand
{
    private static readonly double[] Rates = [0.1, 0.5, 1, 10];

    public static Command Create(DeviceProfile profile)
    {
        string[] known = [.. new WakeSettings().Offered];
        var phrase = new Option<string>("--phrase")
        {
            Description = $"Wake phrase: {string.Join(", ", known)}.",
            HelpName = "P",
            Required = true,
        };
        phrase.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, known);
        var positives = new Option<string>("--positives")
        {
            Description = "Folder of WAV files that hold the phrase once each.",
            HelpName = "DIR",
            Required = true,
        };
        var negatives = new Option<string>("--negatives")
        {
            Description = "Folder of WAV files that do not hold it.",
            HelpName = "DIR",
            Required = true,
        };
        var noise = new NoiseOptions();
        var plot = PlotOption.Create("Where the DET plot goes (default: wake-PHRASE.svg).");
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a table." };
        var models = ModelsFolderOption.Create();
        var command = new Command(
            "wake", "How often a wake phrase is missed at given rates of false alarms.")
        {
            phrase, positives, negatives, plot, json,
            models,
        };
        noise.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var bench = new EvalBench(
                profile, parsed.GetRequiredValue(models), CommandStreams.ConsoleOf(parsed, parsed.GetValue(json)));
            var words = parsed.GetRequiredValue(phrase).ToLowerInvariant();
            var picture = parsed.GetValue(plot) ?? $"wake-{words.Replace(' ', '-')}.svg";
            var measured = Recording.Find(parsed.GetRequiredValue(positives)).TryGet(out var with, out var failure)
                && Recording.Find(parsed.GetRequiredValue(negatives)).TryGet(out var without, out failure)
                && (await noise.LoadAsync(parsed, cancellationToken)) is var loaded && loaded.TryGet(out var bed, out failure)
                ? await MeasureAsync(words, with, without, bed, picture, bench, cancellationToken)
                : failure!;
            return (int)Report(measured, bench.Console);
        });
        return command;
    }

    private static async Task<Outcome<WakeReport>> MeasureAsync(
        string phrase,
        IReadOnlyList<string> positives,
        IReadOnlyList<string> negatives,
        NoiseBed? noise,
        string plot,
        EvalBench bench,
        CancellationToken cancellationToken)
    {
        if (!SpeechModels.Open(bench.Profile, bench.Models).TryGet(out var models, out var failure)) return failure;
        using (models)
        {
            if (!models.ReadWakeSettings().TryGet(out var settings, out failure)
                || !models.CreateListener(settings.ListenFor([phrase]), withWakeWord: true).TryGet(out var listener, out failure)
                || !models.CreateWakeCheck(settings.ListenFor([phrase]).WakeWord.Phrases, settings.Check, models.CreateWakeStreams())
                    .TryGet(out var check, out failure))
            {
                return failure;
            }

            return await EvalProgress.RunAsync(bench.Console.Error, "wake", positives.Count + negatives.Count, async progress =>
            {
                var evaluation = new WakeEvaluation(listener, check, noise, progress);
                var hits = await evaluation.ScorePositivesAsync(positives, cancellationToken).ConfigureAwait(false);
                var (alarms, length) = await evaluation.ScoreNegativesAsync(negatives, cancellationToken).ConfigureAwait(false);
                return Summarise(phrase, new DetCurve(hits, alarms, length.TotalHours), alarms.Count, evaluation.Failures, plot);
            }).ConfigureAwait(false);
        }
    }

    private static Outcome<WakeReport> Summarise(
        string phrase, DetCurve curve, int candidates, IReadOnlyList<UnusableRecording> failures, string plot)
    {
        if (curve.Positives == 0 || curve.Hours == 0)
        {
            var next = failures.Count > 0 ? failures[0].Message : "Give folders with WAV files.";
            return new Failure(Stages.Audio, "recordings-unusable", "None of the recordings of one folder could be used.", next);
        }

        DetPoint[] points = [.. Rates.Select(curve.At)];
        if (PlotFile.Write(plot, svg => DetPlot.Write(curve, $"Wake phrase \"{phrase}\"", points, svg)) is { } unwritten) return unwritten;
        return new WakeReport
        {
            Phrase = phrase,
            Positives = curve.Positives,
            NegativeHours = Math.Round(curve.Hours, 4),
            CandidatesPerHour = Math.Round(candidates / curve.Hours, 2),
            MissRate = points,
            Plot = plot,
            Failures = failures,
        };
    }

    private static ExitCode Report(Outcome<WakeReport> measured, CommandConsole console)
    {
        if (!measured.TryGet(out var report, out var failure)) return console.FailEval(failure);
        if (console.Json)
        {
            console.Output.WriteLine(EvalJson.Text(report));
            return ExitCode.Done;
        }

        EvalTables.Write(report, console.Output);
        console.ListUnusable(report.Failures);
        return ExitCode.Done;
    }
}

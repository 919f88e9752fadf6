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
        var command = new Command("wake", "How often a wake phrase is missed at given rates of false alarms.");
        var arguments = new EvalWakeArguments(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var bench = arguments.BenchOf(parsed, profile);
            var measured = (await arguments.ReadAsync(parsed, cancellationToken)).TryGet(out var request, out var failure)
                ? await MeasureAsync(request, bench, cancellationToken)
                : failure;
            return (int)bench.Console.Print(measured, EvalJson.Text, EvalTables.Write, report => report.Failures);
        });
        return command;
    }

    private static async Task<Outcome<WakeReport>> MeasureAsync(
        EvalWakeRequest request, EvalBench bench, CancellationToken cancellationToken)
    {
        if (!SpeechModels.Open(bench.Profile, bench.Models).TryGet(out var models, out var failure)) return failure;
        using (models)
        {
            if (!models.ReadWakeSettings().TryGet(out var known, out failure)) return failure;
            var settings = known.ListenFor([request.Phrase]);
            if (!models.CreateListener(settings, withWakeWord: true).TryGet(out var listener, out failure)
                || !models.CreateWakeCheck(settings.WakeWord.Phrases, known.Check, models.CreateWakeStreams())
                    .TryGet(out var check, out failure))
            {
                return failure;
            }

            var count = request.Positives.Count + request.Negatives.Count;
            return await EvalProgress.RunAsync(bench.Console.Error, "wake", count, async progress =>
            {
                var evaluation = new WakeEvaluation(listener, check, request.Noise, progress);
                var hits = await evaluation.ScorePositivesAsync(request.Positives, cancellationToken);
                var (alarms, length) = await evaluation.ScoreNegativesAsync(request.Negatives, cancellationToken);
                return Summarise(request, new DetCurve(hits, alarms, length.TotalHours), alarms.Count, evaluation.Failures);
            });
        }
    }

    private static Outcome<WakeReport> Summarise(
        EvalWakeRequest request, DetCurve curve, int candidates, IReadOnlyList<UnusableRecording> failures)
    {
        if (curve.Positives == 0 || curve.Hours == 0)
        {
            var next = failures.Count > 0 ? failures[0].Message : "Give folders with WAV files.";
            return new Failure(Stages.Audio, "recordings-unusable", "None of the recordings of one folder could be used.", next);
        }

        DetPoint[] points = [.. Rates.Select(curve.At)];
        var title = $"Wake phrase \"{request.Phrase}\"";
        if (PlotFile.Write(request.Plot, svg => DetPlot.Write(curve, title, points, svg)) is { } unwritten) return unwritten;
        return new WakeReport
        {
            Phrase = request.Phrase,
            Positives = curve.Positives,
            NegativeHours = Math.Round(curve.Hours, 4),
            CandidatesPerHour = Math.Round(candidates / curve.Hours, 2),
            MissRate = points,
            Plot = request.Plot,
            Failures = failures,
        };
    }
}

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

/// <summary><c>eval vad</c>: how well voice activity tells speech in noise from noise, frame by frame.</summary>
internal static class EvalVadCommand
{
    public static Command Create(DeviceProfile profile)
    {
        var speech = new Option<string>("--speech")
        {
            Description = "Folder of WAV files of clean speech.",
            HelpName = "DIR",
            Required = true,
        };
        var noise = new Option<string>("--noise")
        {
            Description = "Folder of WAV files of noise; taken in turn.",
            HelpName = "DIR",
            Required = true,
        };
        var snr = new Option<double>("--snr-db")
        {
            Description = "Level of the active speech over the noise, in decibels.",
            HelpName = "N",
            Required = true,
        };
        var plot = PlotOption.Create("Where the ROC plot goes (default: vad.svg).");
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a table." };
        var models = ModelsFolderOption.Create();
        var command = new Command(
            "vad", "How well voice activity tells speech in noise from noise.")
        {
            speech, noise, snr, plot, json, models,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var bench = new EvalBench(
                profile, parsed.GetRequiredValue(models), CommandStreams.ConsoleOf(parsed, parsed.GetValue(json)));
            var measured = Recording.Find(parsed.GetRequiredValue(speech)).TryGet(out var voices, out var failure)
                && Recording.Find(parsed.GetRequiredValue(noise)).TryGet(out var noises, out failure)
                ? await MeasureAsync(voices, noises, parsed.GetValue(snr), parsed.GetValue(plot) ?? "vad.svg", bench, cancellationToken)
                : failure;
            return (int)bench.Console.Print(measured, EvalJson.Text, EvalTables.Write, report => report.Failures);
        });
        return command;
    }

    private static async Task<Outcome<VoiceReport>> MeasureAsync(
        IReadOnlyList<string> speech, IReadOnlyList<string> noises, double snrDb, string plot, EvalBench bench,
        CancellationToken cancellationToken)
    {
        if (!SpeechModels.Open(bench.Profile, bench.Models).TryGet(out var models, out var failure)) return failure;
        using (models)
        {
            if (!models.CreateListener(models.Options.Listener, withWakeWord: false).TryGet(out var listener, out failure)) return failure;
            var evaluation = new VoiceEvaluation(listener);
            var failures = new List<UnusableRecording>();
            var beds = new NoiseBeds(noises, snrDb);
            await EvalProgress.RunAsync(bench.Console.Error, "vad", speech.Count, async progress =>
            {
                for (var index = 0; index < speech.Count; index++)
                {
                    var read = await Recording.ReadAsync(speech[index], cancellationToken).ConfigureAwait(false);
                    var bed = await beds.AtAsync(index, cancellationToken).ConfigureAwait(false);
                    if (read.TryGet(out var samples, out var unusable) && bed.TryGet(out var under, out unusable))
                    {
                        evaluation.Add(samples, under, index);
                    }
                    else
                    {
                        failures.Add(
                        new UnusableRecording(
                            read.Failure is null ? noises[index % noises.Count] : speech[index], unusable.Code, unusable.Message));
                    }

                    progress();
                }

                return true;
            }).ConfigureAwait(false);
            return Summarise(evaluation, snrDb, failures, plot);
        }
    }

    private static Outcome<VoiceReport> Summarise(
        VoiceEvaluation evaluation, double snrDb, IReadOnlyList<UnusableRecording> failures, string plot)
    {
        if (evaluation.SpeechFrames.Count == 0 || evaluation.NoiseFrames.Count == 0)
        {
            var next = failures.Count > 0 ? failures[0].Message : "Give recordings that hold speech.";
            return new Failure(Stages.Audio, "recordings-unusable", "There is no frame of speech or none of noise to compare.", next);
        }

        var curve = RocCurve.Compute(evaluation.SpeechFrames, evaluation.NoiseFrames);
        var subtitle = FormattableString.Invariant(
            $"{evaluation.SpeechFrames.Count} speech frames, {evaluation.NoiseFrames.Count} noise frames of 40 ms, {snrDb:0.#} dB");
        if (PlotFile.Write(plot, svg => RocPlot.Write(curve, "Voice activity", subtitle, svg)) is { } unwritten) return unwritten;
        var threshold = new VoiceActivityOptions().SpeechOn;
        return new VoiceReport
        {
            FrameAuc = Math.Round(curve.Area, 5),
            SpeechFrames = evaluation.SpeechFrames.Count,
            NoiseFrames = evaluation.NoiseFrames.Count,
            SnrDb = snrDb,
            SpeechFound = Math.Round(evaluation.SpeechFrames.Count(p => p >= threshold) / (double)evaluation.SpeechFrames.Count, 5),
            NoiseTaken = Math.Round(evaluation.NoiseFrames.Count(p => p >= threshold) / (double)evaluation.NoiseFrames.Count, 5),
            Plot = plot,
            Failures = failures,
        };
    }
}

using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Inference.Providers;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary>What can be said behind <c>eval wake</c>.</summary>
internal sealed class EvalWakeArguments
{
    private readonly Option<string> _phrase = Phrase();

    private readonly Option<string> _positives = new("--positives")
    {
        Description = "Folder of WAV files that hold the phrase once each.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string> _negatives = new("--negatives")
    {
        Description = "Folder of WAV files that do not hold it.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string?> _plot = PlotOption.Create("Where the DET plot goes (default: wake-PHRASE.svg).");
    private readonly Option<bool> _json = JsonOption.Create();
    private readonly Option<string> _models = ModelsFolderOption.Create();
    private readonly NoiseOptions _noise = new();

    /// <summary>Adds them to the command, in the order of its help.</summary>
    public EvalWakeArguments(Command command)
    {
        Option[] all = [_phrase, _positives, _negatives, _plot, _json, _models];
        foreach (var option in all) command.Add(option);
        _noise.AddTo(command);
    }

    /// <summary>What it is measured on.</summary>
    public EvalBench BenchOf(ParseResult parsed, DeviceProfile profile) =>
        new(profile, parsed.GetRequiredValue(_models), CommandStreams.ConsoleOf(parsed, parsed.GetValue(_json)));

    /// <summary>What is to be measured, with its recordings found. Failures: those of the folders and of the noise.</summary>
    public async ValueTask<Outcome<EvalWakeRequest>> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!Recording.Find(parsed.GetRequiredValue(_positives)).TryGet(out var positives, out var failure)
            || !Recording.Find(parsed.GetRequiredValue(_negatives)).TryGet(out var negatives, out failure))
        {
            return failure;
        }

        if (!(await _noise.LoadAsync(parsed, cancellationToken)).TryGet(out var noise, out failure)) return failure;
        var phrase = parsed.GetRequiredValue(_phrase).ToLowerInvariant();
        return new EvalWakeRequest
        {
            Phrase = phrase,
            Positives = positives,
            Negatives = negatives,
            Noise = noise,
            Plot = parsed.GetValue(_plot) ?? $"wake-{phrase.Replace(' ', '-')}.svg",
        };
    }

    private static Option<string> Phrase()
    {
        string[] known = [.. new WakeSettings().Offered];
        var phrase = new Option<string>("--phrase")
        {
            Description = $"Wake phrase: {string.Join(", ", known)}.",
            HelpName = "P",
            Required = true,
        };
        phrase.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, known);
        return phrase;
    }
}

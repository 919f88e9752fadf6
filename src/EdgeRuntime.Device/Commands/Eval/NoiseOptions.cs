using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Evaluation;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary>The options <c>--noise N.wav --snr-db D</c>, which belong together.</summary>
internal sealed class NoiseOptions
{
    private readonly Option<string?> _file = new("--noise")
    {
        Description = "A WAV file of noise to lay under every recording.",
        HelpName = "N.wav",
    };

    private readonly Option<double?> _snrDb = new("--snr-db")
    {
        Description = "Level of the active speech over the noise, in decibels (default with --noise: 6).",
        HelpName = "D",
    };

    /// <summary>Puts both options on a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_snrDb);
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(_snrDb) is not null && parsed.GetValue(_file) is null) parsed.AddError("--snr-db needs --noise.");
        });
    }

    /// <summary>The noise that was asked for; none where none was.</summary>
    public async ValueTask<Outcome<NoiseBed?>> LoadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_file) is not { } path) return default(NoiseBed);
        var loaded = await NoiseBed.LoadAsync(path, parsed.GetValue(_snrDb) ?? 6, cancellationToken).ConfigureAwait(false);
        return loaded.TryGet(out var bed, out var failure) ? bed : failure;
    }
}

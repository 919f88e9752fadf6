using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Service;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Terminal;
using EdgeRuntime.Device.Web.Serving;

namespace EdgeRuntime.Device.Commands;

/// <summary>What can be said behind <c>run</c>, and what is wanted with it and with the settings together.</summary>
internal sealed class RunArguments
{
    private const double Fastest = 100;

    private readonly Option<string?> _microphone = new("--mic")
    {
        Description = "Command that writes 16 kHz mono signed 16-bit samples to its output (default: arecord).",
        HelpName = "COMMAND",
    };

    private readonly Option<string?> _wav = new("--wav")
    {
        Description = "Hear a WAV file, or - for one on standard input, instead of a microphone; ends with it.",
        HelpName = "FILE",
    };

    private readonly Option<double> _speed = new("--speed")
    {
        Description = "With --wav: times real time; 0 for as fast as it can be heard.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one line of JSON per turn, and per ring and what came of it, instead of the answers; nothing is spoken aloud.",
    };

    private readonly Option<string[]> _wake = Wake();
    private readonly Option<string?> _context = TurnFileOptions.Context();
    private readonly Option<string[]> _surroundings = SurroundingsOption.Create();
    private readonly StateOption _state = new();
    private readonly Option<string?> _cloud = TurnFileOptions.Cloud();
    private readonly Option<string?> _http = Http();
    private readonly Option<string?> _mqtt = MqttOption.Create("Speak to phones");
    private readonly Option<string> _models = ModelsFolderOption.Create();
    private readonly SettingsOption _settings = new();
    private readonly ElsewhereOptions _elsewhere;

    /// <summary>Adds them to the command, in the order of its help.</summary>
    public RunArguments(Command run)
    {
        Option[] all = [_microphone, _wav, _speed, _wake, _context, _surroundings, _state, _cloud, _http, _mqtt, _json, _models, _settings];
        foreach (var option in all) run.Add(option);
        _elsewhere = ElsewhereOptions.AddTo(run);
        run.Validators.Add(CheckSource);
    }

    /// <summary>Whether lines of JSON are wanted.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>The settings that count.</summary>
    public Outcome<DeviceSettings> Load(ParseResult parsed) => _settings.Load(parsed, parsed.GetValue(_state));

    /// <summary>What was given, else what is set.</summary>
    public Outcome<RunRequest> Read(ParseResult parsed, DeviceSettings options)
    {
        var (places, address) = (options.Places, MqttOption.Wanted(parsed, _mqtt, options));
        if (!_elsewhere.Read(parsed, address, places, Environment.GetEnvironmentVariable, StandardStreams.Input)
            .TryGet(out var broker, out var unusable))
        {
            return unusable;
        }

        return new RunRequest
        {
            Hardware = places.Hardware,
            Microphone = MicrophoneOf(parsed, options),
            Wav = parsed.GetValue(_wav),
            Speed = parsed.GetValue(_speed),
            WakePhrases = Chosen(parsed, options),
            Context = parsed.GetValue(_context) ?? places.Context,
            Surroundings = SettingsOption.Surroundings(parsed, _surroundings, options),
            State = parsed.GetValue(_state),
            Cloud = parsed.GetValue(_cloud) ?? places.Cloud,
            Models = SettingsOption.Models(parsed, _models, options),
            Mqtt = address,
            Elsewhere = broker,
            Http = PagesOf(parsed, places) is { } pages ? WebAddress.Parse(pages).Value : null,
        };
    }

    // With a recording, or where the page is the glasses, what is set for a microphone of this machine does not count.
    private string? MicrophoneOf(ParseResult parsed, DeviceSettings settings) =>
        parsed.GetValue(_microphone)
        ?? (parsed.GetValue(_wav) is null && settings.Places.Hardware != HardwareKind.Page ? settings.Microphone.Command : null);

    private string? PagesOf(ParseResult parsed, PlaceOptions places) =>
        parsed.GetResult(_http) is not null
            ? parsed.GetValue(_http) ?? WebAddress.Default
            : places.Pages ?? (places.Hardware == HardwareKind.Page ? WebAddress.Default : null);

    // What was given here, else what was chosen on the phone, else what is set, else the first.
    private IReadOnlyList<string> Chosen(ParseResult parsed, DeviceSettings settings)
    {
        string[] given = [.. parsed.GetRequiredValue(_wake).Select(phrase => phrase.ToLowerInvariant())];
        if (parsed.GetResult(_wake) is { Implicit: false }) return given;
        var state = StateStore.Peek(_state.FolderOf(parsed), DeviceTime.Instance, out _); // run says what is wrong with it
        var isChosen = state.Settings.WakePhrase is { } phrase && new WakeSettings().Offered.Contains(phrase);
        return isChosen ? [state.Settings.WakePhrase!] : settings.Hearing.Wake.Phrases ?? given;
    }

    private static Option<string[]> Wake()
    {
        string[] known = [.. new WakeSettings().Offered];
        var wake = new Option<string[]>("--wake")
        {
            Description = $"Wake phrase, may be given several times: {string.Join(", ", known)}.",
            HelpName = "PHRASE",
            DefaultValueFactory = _ => [known[0]],
        };
        wake.Validators.Add(parsed =>
        {
            if (parsed.Tokens.FirstOrDefault(token => !known.Contains(token.Value.ToLowerInvariant())) is { } unknown)
            {
                parsed.AddError($"The wake model does not know \"{unknown.Value}\"; it knows: {string.Join(", ", known)}.");
            }
        });
        return wake;
    }

    private static Option<string?> Http()
    {
        var http = new Option<string?>("--http")
        {
            Description =
                $"Serve the pages /glasses and /companion (default: {WebAddress.Default}). Without --mic or --wav the page /glasses is "
                + "the microphone.",
            HelpName = "HOST:PORT",
            Arity = ArgumentArity.ZeroOrOne,
        };
        http.Validators.Add(parsed =>
        {
            if (parsed.Tokens is [var token] && WebAddress.Parse(token.Value).Failure is { } wrong)
            {
                parsed.AddError($"{wrong.Message} {wrong.Next}");
            }
        });
        return http;
    }

    private void CheckSource(CommandResult parsed)
    {
        if (parsed.GetValue(_microphone) is not null && parsed.GetValue(_wav) is not null)
        {
            parsed.AddError("Give either --mic or --wav, not both.");
        }

        if (parsed.GetValue(_speed) is not (>= 0 and <= Fastest)) parsed.AddError($"--speed takes a number from 0 to {Fastest}.");
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Service;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Terminal;
using EdgeRuntime.Device.Web.Serving;

namespace EdgeRuntime.Device.Commands;

/// <summary><c>edge-runtime run</c>: the service that listens for a wake phrase and takes turn after turn until it is stopped.</summary>
public static class RunCommand
{
    private const double Fastest = 100;

    /// <summary>Makes the command for a root command.</summary>
    public static Command Create()
    {
        var microphone = new Option<string?>("--mic")
        {
            Description = "Command that writes 16 kHz mono signed 16-bit samples to its output (default: arecord).",
            HelpName = "COMMAND",
        };
        var wav = new Option<string?>("--wav")
        {
            Description = "Hear a WAV file, or - for one on standard input, instead of a microphone; ends with it.",
            HelpName = "FILE",
        };
        var speed = new Option<double>("--speed")
        {
            Description = "With --wav: times real time; 0 for as fast as it can be heard.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var wake = Wake();
        var context = TurnFileOptions.Context();
        var surroundings = SurroundingsOption.Create();
        var state = TurnFileOptions.State();
        var cloud = TurnFileOptions.Cloud();
        var http = Http();
        var mqtt = MqttOption.Create("Speak to phones");
        var json = new Option<bool>("--json")
        {
            Description = "Print one line of JSON per turn, and per ring and what came of it, instead of the answers; "
                + "nothing is spoken aloud.",
        };
        var models = ModelsFolderOption.Create();
        var settings = SettingsOption.Create();
        var run = new Command(
            "run",
            "Listen for a wake phrase and take turn after turn until stopped with Ctrl-C, SIGTERM or SIGHUP. Timers and alarms ring.")
        {
            microphone, wav, speed, wake, context, surroundings, state, cloud, http, mqtt, json, models, settings,
        };
        var elsewhere = ElsewhereOptions.AddTo(run);
        run.Validators.Add(parsed => CheckSource(parsed, microphone, wav, speed));
        run.SetAction(async (parsed, cancellationToken) =>
        {
            var console = CommandStreams.ConsoleOf(parsed, parsed.GetValue(json));
            if (!SettingsOption.Load(parsed, settings, parsed.GetValue(state)).TryGet(out var options, out var unusable))
            {
                return (int)console.Fail(unusable);
            }

            var (places, address) = (options.Places, MqttOption.Wanted(parsed, mqtt, options));
            if (!elsewhere.Read(parsed, address, places, Environment.GetEnvironmentVariable, StandardStreams.Input)
                .TryGet(out var broker, out unusable))
            {
                return (int)console.Fail(unusable);
            }

            var request = new RunRequest
            {
                Hardware = places.Hardware,
                Microphone = MicrophoneOf(parsed, microphone, wav, options),
                Wav = parsed.GetValue(wav),
                Speed = parsed.GetValue(speed),
                WakePhrases = Chosen(parsed, wake, parsed.GetValue(state), options),
                Context = parsed.GetValue(context) ?? places.Context,
                Surroundings = SettingsOption.Surroundings(parsed, surroundings, options),
                State = parsed.GetValue(state),
                Cloud = parsed.GetValue(cloud) ?? places.Cloud,
                Models = SettingsOption.Models(parsed, models, options),
                Mqtt = address,
                Elsewhere = broker,
                Http = PagesOf(parsed, http, places) is { } pages ? WebAddress.Parse(pages).Value : null,
            };
            return (int)await new RunService(request, options, console, DeviceTime.Instance).RunAsync(cancellationToken);
        });
        return run;
    }

    // With a recording, or where the page is the glasses, what is set for a microphone of this machine does not count.
    private static string? MicrophoneOf(ParseResult parsed, Option<string?> microphone, Option<string?> wav, DeviceSettings settings) =>
        parsed.GetValue(microphone)
        ?? (parsed.GetValue(wav) is null && settings.Places.Hardware != HardwareKind.Page ? settings.Microphone.Command : null);

    private static string? PagesOf(ParseResult parsed, Option<string?> http, PlaceOptions places) =>
        parsed.GetResult(http) is not null
            ? parsed.GetValue(http) ?? WebAddress.Default
            : places.Pages ?? (places.Hardware == HardwareKind.Page ? WebAddress.Default : null);

    // What was given here, else what was chosen on the phone, else what is set, else the first.
    private static IReadOnlyList<string> Chosen(ParseResult parsed, Option<string[]> wake, string? stateFolder, DeviceSettings settings)
    {
        string[] given = [.. parsed.GetRequiredValue(wake).Select(phrase => phrase.ToLowerInvariant())];
        if (parsed.GetResult(wake) is { Implicit: false }) return given;
        var folder = stateFolder ?? StateStore.DefaultFolder(Environment.GetEnvironmentVariable);
        var state = StateStore.Peek(folder, TimeProvider.System, out _); // run says what is wrong with it
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

    private static void CheckSource(CommandResult parsed, Option<string?> microphone, Option<string?> wav, Option<double> speed)
    {
        if (parsed.GetValue(microphone) is not null && parsed.GetValue(wav) is not null)
        {
            parsed.AddError("Give either --mic or --wav, not both.");
        }
        if (parsed.GetValue(speed) is not (>= 0 and <= Fastest)) parsed.AddError($"--speed takes a number from 0 to {Fastest}.");
    }
}

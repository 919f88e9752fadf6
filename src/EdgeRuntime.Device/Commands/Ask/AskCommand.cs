using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands.Ask;

/// <summary><c>edge-runtime ask</c>: one turn, from a recording, a pipe or a typed text to the answer.</summary>
public static class AskCommand
{
    /// <summary>Makes the command for a root command.</summary>
    public static Command Create()
    {
        var file = new Argument<string?>("FILE.wav")
        {
            Description = "A WAV file, or - for one on standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var text = new Option<string?>("--text")
        {
            Description = "A typed wish instead of a recording, or - for one on standard input.",
            HelpName = "WORDS",
        };
        var context = TurnFileOptions.Context();
        var surroundings = SurroundingsOption.Create();
        var json = new Option<bool>("--json")
        {
            Description =
                "Print one JSON object: intent, slots, confidence, route, reasons, answer, error, timings_ms, and cloud where it was "
                + "asked. Nothing is spoken aloud.",
        };
        var answer = new Option<string?>("--out")
        {
            Description = "Speak the answer into a WAV file instead of aloud.",
            HelpName = "answer.wav",
        };
        var trace = new Option<string?>("--trace") { Description = "Write every event of the turn as JSON.", HelpName = "turn.json" };
        var state = TurnFileOptions.State();
        var cloud = TurnFileOptions.Cloud();
        var models = ModelsFolderOption.Create();
        var settings = SettingsOption.Create();
        var ask = new Command(
            "ask", "Understand one spoken or typed wish, carry it out and answer. A wake phrase in front is taken off; none is needed.")
        {
            file, text, context, surroundings, json, answer, trace, state, cloud, models, settings,
        };
        ask.Validators.Add(parsed => CheckOneWish(parsed, file, text));
        ask.SetAction(async (parsed, cancellationToken) =>
        {
            var console = CommandStreams.ConsoleOf(parsed, parsed.GetValue(json));
            if (!SettingsOption.Load(parsed, settings, parsed.GetValue(state)).TryGet(out var options, out var unusable))
            {
                return (int)console.Fail(unusable);
            }

            var request = new AskRequest
            {
                File = parsed.GetValue(file),
                Text = parsed.GetValue(text),
                Context = parsed.GetValue(context) ?? options.Places.Context,
                Surroundings = SettingsOption.Surroundings(parsed, surroundings, options),
                Models = SettingsOption.Models(parsed, models, options),
                State = parsed.GetValue(state),
                Cloud = parsed.GetValue(cloud) ?? options.Places.Cloud,
                Out = parsed.GetValue(answer),
                Trace = parsed.GetValue(trace),
            };
            return (int)await new AskTurn(request, options, console, DeviceTime.Instance).RunAsync(cancellationToken);
        });
        return ask;
    }

    private static void CheckOneWish(CommandResult parsed, Argument<string?> file, Option<string?> text)
    {
        var name = parsed.GetValue(file);
        var hasText = parsed.GetResult(text) is not null;
        if (name is null && !hasText) parsed.AddError("There is nothing to understand: give FILE.wav, - or --text \"…\".");
        else if (name is { Length: > 1 } && name[0] == '-') parsed.AddError($"There is no option '{name}'.");
        else if (name is not null && hasText) parsed.AddError("Give either a recording or --text, not both.");
    }
}

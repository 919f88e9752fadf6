using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Settings;

namespace EdgeRuntime.Device.Commands.Ask;

/// <summary>What can be said behind <c>ask</c>, and what is wanted with it and with the settings together.</summary>
internal sealed class AskArguments
{
    private readonly Argument<string?> _file = new("FILE.wav")
    {
        Description = "A WAV file, or - for one on standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _text = new("--text")
    {
        Description = "A typed wish instead of a recording, or - for one on standard input.",
        HelpName = "WORDS",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description =
            "Print one JSON object: intent, slots, confidence, route, reasons, answer, error, timings_ms, and cloud where it was "
            + "asked. Nothing is spoken aloud.",
    };

    private readonly Option<string?> _answer = new("--out")
    {
        Description = "Speak the answer into a WAV file instead of aloud.",
        HelpName = "answer.wav",
    };

    private readonly Option<string?> _trace = new("--trace")
    {
        Description = "Write every event of the turn as JSON.",
        HelpName = "turn.json",
    };

    private readonly Option<string?> _context = TurnFileOptions.Context();
    private readonly Option<string[]> _surroundings = SurroundingsOption.Create();
    private readonly StateOption _state = new();
    private readonly Option<string?> _cloud = TurnFileOptions.Cloud();
    private readonly Option<string> _models = ModelsFolderOption.Create();
    private readonly SettingsOption _settings = new();

    /// <summary>Adds them to the command, in the order of its help.</summary>
    public AskArguments(Command ask)
    {
        ask.Add(_file);
        Option[] all = [_text, _context, _surroundings, _json, _answer, _trace, _state, _cloud, _models, _settings];
        foreach (var option in all) ask.Add(option);
        ask.Validators.Add(CheckOneWish);
    }

    /// <summary>Whether one JSON object is wanted.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>The settings that count.</summary>
    public Outcome<DeviceSettings> Load(ParseResult parsed) => _settings.Load(parsed, parsed.GetValue(_state));

    /// <summary>What was given, else what is set.</summary>
    public AskRequest Read(ParseResult parsed, DeviceSettings options) => new()
    {
        File = parsed.GetValue(_file),
        Text = parsed.GetValue(_text),
        Context = parsed.GetValue(_context) ?? options.Places.Context,
        Surroundings = SettingsOption.Surroundings(parsed, _surroundings, options),
        Models = SettingsOption.Models(parsed, _models, options),
        State = parsed.GetValue(_state),
        Cloud = parsed.GetValue(_cloud) ?? options.Places.Cloud,
        Out = parsed.GetValue(_answer),
        Trace = parsed.GetValue(_trace),
    };

    private void CheckOneWish(CommandResult parsed)
    {
        var name = parsed.GetValue(_file);
        var hasText = parsed.GetResult(_text) is not null;
        if (name is null && !hasText) parsed.AddError("There is nothing to understand: give FILE.wav, - or --text \"…\".");
        else if (name is { Length: > 1 } && name[0] == '-') parsed.AddError($"There is no option '{name}'.");
        else if (name is not null && hasText) parsed.AddError("Give either a recording or --text, not both.");
    }
}

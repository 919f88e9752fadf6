using System.CommandLine;
using System.Text.Json;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Cloud.Local;
using EdgeRuntime.Device.Monitoring;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Settings.Table;
using EdgeRuntime.Device.Terminal;
using EdgeRuntime.Inference.Catalog;

namespace EdgeRuntime.Device.Commands;

/// <summary><c>edge-runtime settings show|check|doc</c>: what counts and where it comes from, whether a file can be used, and what
/// there is.</summary>
internal static class SettingsCommand
{
    private const string BuiltIn = "built in";

    // Variables of the environment that stand over the files.
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["log.level"] = LogOptions.LevelVariable,
        ["log.otlp"] = LogOptions.OtlpVariable,
        ["models.folder"] = ModelCatalog.FolderVariable,
        ["cloud.gateway_program"] = LocalGatewayFinder.Variable,
    };

    public static Command Create() => new("settings", "Show, check and explain the settings.") { Show(), Check(), Doc() };

    private static Command Show()
    {
        var settings = new SettingsOption();
        var state = new StateOption();
        var all = new Option<bool>("--all") { Description = "Show also what is as it is built in." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object by key, with value and source, of all settings." };
        var command = new Command(
            "show", "Show the settings that count and where each comes from; options of the command line stand over them.")
        {
            settings, state, all, json,
        };
        command.SetAction(parsed =>
        {
            var console = CommandStreams.ConsoleOf(parsed);
            var loaded = SettingsOption.Read(parsed.GetValue(settings), parsed.GetValue(state));
            if (loaded.Wrong is [var wrong, ..]) return (int)console.Fail(wrong);
            var rows = Rows(loaded, parsed.GetValue(state)).Where(row => parsed.GetValue(all) || parsed.GetValue(json) || !row.IsBuiltIn);
            if (parsed.GetValue(json)) WriteJson(console.Output, rows);
            else Write(console, [.. rows]);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command Check()
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "File to try (default: the one in the state folder).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var state = new StateOption();
        var command = new Command("check", "Say everything that is wrong with a file of settings; nothing is changed.") { file, state };
        command.SetAction(parsed =>
        {
            var console = CommandStreams.ConsoleOf(parsed);
            var loaded = SettingsOption.Read(parsed.GetValue(file), parsed.GetValue(state));
            foreach (var wrong in loaded.Wrong) console.Explain(wrong);
            if (loaded.Wrong is [var first, ..]) return (int)ExitCodes.For(first);
            if (loaded.Files.Count == 0) console.Output.WriteLine("There is no file of settings; everything is as it is built in.");
            foreach (var read in loaded.Files)
            {
                console.Output.WriteLine($"{read.Path}: {read.Entries.Count(entry => !entry.IsNothing)} settings, all well.");
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command Doc()
    {
        var command = new Command("doc", "Print the documentation of all settings as Markdown.");
        command.SetAction(parsed =>
        {
            CommandStreams.ConsoleOf(parsed).Output.Write(SettingsDocument.Markdown());
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<(string Key, string Value, string Source, bool IsBuiltIn)> Rows(LoadedSettings loaded, string? stateFolder)
    {
        var folder = stateFolder ?? StateStore.DefaultFolder(Environment.GetEnvironmentVariable);
        var chosen = StateStore.Peek(folder, DeviceTime.Instance, out _).Settings.WakePhrase; // run says what is wrong with the state
        foreach (var setting in SettingsTable.All)
        {
            var variable = Variables.GetValueOrDefault(setting.Key);
            yield return variable is not null && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given
                ? (setting.Key, given, variable, false)
                : setting.Origin == SettingOrigin.PhoneToo && chosen is not null
                ? (setting.Key, chosen, "the phone", false)
                : loaded.Sources.TryGetValue(setting.Key, out var source)
                ? (setting.Key, setting.Shown(loaded.Options), source, false)
                : (setting.Key, setting.Shown(loaded.Options), BuiltIn, true);
        }
    }

    private static void Write(CommandConsole console, (string Key, string Value, string Source, bool IsBuiltIn)[] rows)
    {
        if (rows.Length == 0) console.Error.WriteLine("Everything is as it is built in; --all shows it.");
        var (keys, values) = (rows.Max(row => (int?)row.Key.Length) ?? 0, rows.Max(row => (int?)row.Value.Length) ?? 0);
        foreach (var row in rows)
        {
            console.Output.WriteLine($"{row.Key.PadRight(keys)}  {row.Value.PadRight(Math.Min(values, 40))}  {row.Source}");
        }
    }

    private static void WriteJson(TextWriter output, IEnumerable<(string Key, string Value, string Source, bool IsBuiltIn)> rows)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, TraceFile.Readable))
        {
            json.WriteStartObject();
            foreach (var row in rows)
            {
                json.WriteStartObject(row.Key);
                json.WriteString("value", row.Value);
                json.WriteString("source", row.Source);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(text.ToArray()));
    }
}

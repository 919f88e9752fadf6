using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Inference.Catalog;

namespace EdgeRuntime.Device.Commands;

/// <summary>The option <c>--settings FILE</c>, and what it means beside other options.</summary>
internal sealed class SettingsOption : Option<string?>
{
    /// <summary>Makes the option, with the same words wherever it stands.</summary>
    public SettingsOption()
        : base("--settings")
    {
        Description = $"File with settings (default: {SettingsLoader.FileName} in the state folder, where there is one).";
        HelpName = "FILE";
    }

    /// <summary>The options of a run, as the files have them.</summary>
    /// <param name="stateFolder">State folder that was given; null for the default.</param>
    public Outcome<DeviceSettings> Load(ParseResult parsed, string? stateFolder) =>
        (CommandStreams.Find(parsed)?.Settings ?? Read(parsed.GetValue(this), stateFolder)).Outcome;

    /// <summary>The same, with where each comes from.</summary>
    public static LoadedSettings Read(string? file, string? stateFolder) => SettingsLoader.Load(
        stateFolder ?? StateStore.DefaultFolder(Environment.GetEnvironmentVariable), file, AppContext.BaseDirectory);

    /// <summary>The models folder: as given, else by the environment, else as set, else the one beside the program.</summary>
    public static string Models(ParseResult parsed, Option<string> models, DeviceSettings settings)
    {
        var isGiven = parsed.GetResult(models) is { Implicit: false }
            || Environment.GetEnvironmentVariable(ModelCatalog.FolderVariable) is { Length: > 0 };
        return isGiven ? parsed.GetRequiredValue(models) : settings.Places.Models ?? parsed.GetRequiredValue(models);
    }

    /// <summary>What is known around the wearer: what was given, over what is set.</summary>
    public static IReadOnlyDictionary<string, string> Surroundings(
        ParseResult parsed, Option<string[]> surroundings, DeviceSettings settings)
    {
        var known = new Dictionary<string, string>(settings.Places.Surroundings, StringComparer.Ordinal);
        foreach (var (key, value) in SurroundingsOption.Read(parsed, surroundings)) known[key] = value;
        return known;
    }
}

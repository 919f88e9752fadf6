using System.Collections;
using EdgeRuntime.Gateway.Settings;
using EdgeRuntime.Gateway.Store;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Hosting;

/// <summary>Where settings come from, later ones winning: <c>edge-gateway.json</c> in the data folder (or a named file), the environment
/// (<c>EDGE_GATEWAY_Store__Url</c> is <c>Gateway:Store:Url</c>), the command line.</summary>
public static class GatewayConfiguration
{
    private const string FileName = "edge-gateway.json";
    private const string Prefix = "EDGE_GATEWAY_";

    /// <summary>Reads all sources and holds them against what can be set. Throws <see cref="InvalidDataException"/> with one sentence when
    /// the file is missing or is not JSON, and <see cref="OptionsValidationException"/> with one for each key that nobody knows, each value
    /// that cannot be read, and each model without a price or price without a model.</summary>
    /// <param name="configFile">A file that must exist; null for the one in the data folder, if it is there.</param>
    /// <param name="dataFolder">Where the gateway keeps everything; null for what the other sources say.</param>
    /// <param name="overrides">Settings from the command line, as <c>Gateway:…</c> keys.</param>
    public static IConfigurationRoot Load(
        string? configFile, string? dataFolder, IEnumerable<KeyValuePair<string, string?>>? overrides = null)
    {
        var environment = Environment.GetEnvironmentVariables();
        var variables = FromEnvironment(environment);
        var folder = Path.GetFullPath(dataFolder ?? variables.GetValueOrDefault(StoreOptions.DataFolderKey).Value ?? DefaultDataFolder());
        var file = Path.GetFullPath(configFile ?? Path.Combine(folder, FileName));
        if (configFile is not null && !File.Exists(file))
        {
            throw new InvalidDataException($"There is no configuration file {file}: name one that exists.");
        }

        KeyValuePair<string, string?>[] named = dataFolder is null ? [] : [new(StoreOptions.DataFolderKey, folder)];
        var builder = new ConfigurationBuilder()
            .AddInMemoryCollection([new(StoreOptions.DataFolderKey, folder)])
            .AddJsonFile(file, optional: true, reloadOnChange: false)
            .AddInMemoryCollection(variables.Select(variable => KeyValuePair.Create(variable.Key, variable.Value.Value)))
            .AddInMemoryCollection([.. named, .. overrides ?? []]);
        var loaded = Build(builder, file);
        Check(loaded, key => SourceOf(loaded, key, file, variables), ForeignSettings.Refused(environment));
        return loaded;
    }

    /// <summary><c>$XDG_DATA_HOME/edge-gateway</c>.</summary>
    public static string DefaultDataFolder() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "edge-gateway");

    private static IConfigurationRoot Build(IConfigurationBuilder builder, string file)
    {
        try
        {
            return builder.Build();
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException)
        {
            throw new InvalidDataException($"{file} is not JSON: {broken.InnerException?.Message ?? broken.Message}", broken);
        }
    }

    // The second look needs values that can be read.
    private static void Check(IConfigurationRoot loaded, Func<string, string> sourceOf, IEnumerable<string> foreign)
    {
        string[] wrong = [.. new SettingsCheck(GatewaySettings.Tree, sourceOf).Wrong(loaded), .. foreign];
        if (wrong.Length == 0) wrong = [.. GatewaySettings.Contradictions(loaded)];
        if (wrong.Length > 0) throw new OptionsValidationException(GatewaySettings.Tree.Key, typeof(GatewaySettings), wrong);
    }

    private static string SourceOf(
        IConfigurationRoot loaded, string key, string file, Dictionary<string, (string Name, string? Value)> variables)
    {
        if (variables.TryGetValue(key, out var variable)) return $" (environment variable {variable.Name})";
        var isInFile = loaded.Providers.OfType<JsonConfigurationProvider>().Any(json => json.TryGet(key, out _));
        return isInFile ? $" (in {file})" : "";
    }

    // Linux tells the case of variables apart, settings do not.
    private static Dictionary<string, (string Name, string? Value)> FromEnvironment(IDictionary environment)
    {
        var found = new Dictionary<string, (string Name, string? Value)>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in environment)
        {
            var name = (string)entry.Key;
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            var key = "Gateway:" + name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal);
            if (found.TryAdd(key, (name, (string?)entry.Value))) continue;
            throw new InvalidDataException($"The environment variables {found[key].Name} and {name} set the same: keep one of them.");
        }

        return found;
    }
}

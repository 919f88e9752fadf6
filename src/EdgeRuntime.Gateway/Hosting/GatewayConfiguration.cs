namespace EdgeRuntime.Gateway.Hosting;

/// <summary>Where settings come from, later ones winning: <c>edge-gateway.json</c> in the data folder (or a named file), the environment
/// (<c>EDGE_GATEWAY_Store__Url</c> is <c>Gateway:Store:Url</c>), the command line.</summary>
public static class GatewayConfiguration
{
    private const string FileName = "edge-gateway.json";
    private const string Prefix = "EDGE_GATEWAY_";

    /// <summary>Reads all sources. Throws <see cref="InvalidDataException"/> with one sentence when the file is missing or is not JSON.</summary>
    /// <param name="configFile">A file that must exist; null for the one in the data folder, if it is there.</param>
    /// <param name="dataFolder">Where the gateway keeps everything; null for the default.</param>
    /// <param name="overrides">Settings from the command line, as <c>Gateway:…</c> keys.</param>
    public static IConfigurationRoot Load(string? configFile, string? dataFolder, IEnumerable<KeyValuePair<string, string?>>? overrides = null)
    {
        var folder = Path.GetFullPath(dataFolder ?? DefaultDataFolder());
        var builder = new ConfigurationBuilder();
        var file = Path.GetFullPath(configFile ?? Path.Combine(folder, FileName));
        if (configFile is not null && !File.Exists(file)) throw new InvalidDataException($"There is no configuration file {file}: name one that exists.");
        builder.AddJsonFile(file, optional: true, reloadOnChange: false);
        builder.AddInMemoryCollection(FromEnvironment());
        builder.AddInMemoryCollection([new("Gateway:DataFolder", folder), .. overrides ?? []]);
        try
        {
            return builder.Build();
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException)
        {
            throw new InvalidDataException($"{file} is not JSON: {broken.InnerException?.Message ?? broken.Message}", broken);
        }
    }

    /// <summary><c>$XDG_DATA_HOME/edge-gateway</c>.</summary>
    public static string DefaultDataFolder() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "edge-gateway");

    private static IEnumerable<KeyValuePair<string, string?>> FromEnvironment() =>
        from System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables()
        let name = (string)entry.Key
        where name.StartsWith(Prefix, StringComparison.Ordinal)
        select KeyValuePair.Create("Gateway:" + name[Prefix.Length..].Replace("__", ":"), (string?)entry.Value);
}

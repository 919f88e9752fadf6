namespace EdgeRuntime.Gateway.Hosting;

/// <summary>The folder that the gateway writes to; only its owner may look into it.</summary>
public static class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The folder of a configuration; made when it is missing.</summary>
    public static string Open(IConfiguration configuration)
    {
        var folder = configuration["Gateway:DataFolder"] ?? GatewayConfiguration.DefaultDataFolder();
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
        return folder;
    }
}

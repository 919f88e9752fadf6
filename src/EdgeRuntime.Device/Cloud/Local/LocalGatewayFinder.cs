using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Cloud.Local;

/// <summary>Finds <c>edge-gateway</c>: named by <c>EDGE_GATEWAY</c> or the settings, beside this program,
/// or in the build output of the repository that this program was built in.</summary>
public static class LocalGatewayFinder
{
    /// <summary>Environment variable that names the program.</summary>
    public const string Variable = "EDGE_GATEWAY";

    /// <summary>What to do where there is none.</summary>
    public const string HowToBuild = "Build it with: dotnet build src/EdgeRuntime.Gateway -c Release (or name one with EDGE_GATEWAY=PATH)";

    private const string Name = "edge-gateway";

    /// <summary>Path of the program. Failure: <c>gateway-missing</c>.</summary>
    /// <param name="named">Value of <see cref="Variable"/> or of the setting; null or empty where neither is set.</param>
    /// <param name="programFolder">Folder of this program.</param>
    public static Outcome<string> Find(string? named, string programFolder)
    {
        if (named is { Length: > 0 })
        {
            return File.Exists(named)
                ? Path.GetFullPath(named)
                : Missing($"{Variable} or the setting cloud.gateway_program names {named}, which does not exist.");
        }

        var file = OperatingSystem.IsWindows() ? Name + ".exe" : Name;
        var found = Candidates(programFolder, file).FirstOrDefault(File.Exists);
        return found is not null ? found : Missing("There is no edge-gateway beside this program or in its repository.");
    }

    private static IEnumerable<string> Candidates(string programFolder, string file)
    {
        yield return Path.Combine(programFolder, file);
        if (Root(programFolder) is not { } root) yield break;
        var output = Path.Combine(root, "src", "EdgeRuntime.Gateway", "bin");

        // The build of this program's own configuration first: two builds that fit.
        var own = programFolder.Contains($"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Debug"
            : "Release";
        foreach (var configuration in new[] { own, own == "Debug" ? "Release" : "Debug" })
        {
            yield return Path.Combine(output, configuration, "net10.0", file);
        }
    }

    private static string? Root(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "EdgeRuntime.sln"))) return at.FullName;
        }

        return null;
    }

    private static Failure Missing(string why) => new(Stages.Cloud, "gateway-missing", why, HowToBuild, Blame.Input);
}

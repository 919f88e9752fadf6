using System.Diagnostics;

namespace TestKit;

/// <summary>Programs in Node.js that speak our contracts, written against packages that are not ours.</summary>
public static class NodePeer
{
    /// <summary>Where the packages of the peers lie: <c>npm install --prefix artifacts/peers PACKAGE…</c>.</summary>
    public static string Modules { get; } = Repository.PathOf("artifacts", "peers", "node_modules");

    /// <summary>Why no peer can run that needs these packages; null when one can.</summary>
    public static string? Missing(params string[] packages) =>
        !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "node")))
            ? "node is not installed: apt-get install nodejs npm"
        : packages.FirstOrDefault(package => !Directory.Exists(Path.Combine(Modules, package))) is { } missing
            ? $"{missing} is not installed: npm install --prefix artifacts/peers {missing}"
        : null;

    /// <summary>Starts a script; its standard streams are ours.</summary>
    public static Process Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_PATH"] = Modules;
        return Process.Start(start)!;
    }
}

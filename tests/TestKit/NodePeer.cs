using System.Diagnostics;

namespace TestKit;

/// <summary>Programs in Node.js that speak our contracts, written against packages that are not ours.</summary>
public static class NodePeer
{
    /// <summary>Where the packages of the peers lie: <c>npm install --prefix artifacts/peers @grpc/grpc-js @grpc/proto-loader</c>.</summary>
    public static string Modules { get; } = Repository.PathOf("artifacts", "peers", "node_modules");

    /// <summary>Why no peer can run; null when one can.</summary>
    public static string? Missing { get; } =
        !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "node"))) ? "node is not installed: apt-get install nodejs npm" :
        !Directory.Exists(Path.Combine(Modules, "@grpc", "grpc-js")) ? "@grpc/grpc-js is not installed: npm install --prefix artifacts/peers @grpc/grpc-js @grpc/proto-loader" :
        null;

    /// <summary>Starts a script; its standard streams are ours.</summary>
    public static Process Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [script, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_PATH"] = Modules;
        return Process.Start(start)!;
    }
}

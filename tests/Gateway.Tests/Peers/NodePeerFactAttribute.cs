namespace Gateway.Tests.Peers;

/// <summary>A fact that talks to a program in Node; skipped, by name, where that cannot run.</summary>
public sealed class NodePeerFactAttribute : FactAttribute
{
    public NodePeerFactAttribute()
    {
        if (!OnPath("node")) Skip = "node is not installed (apt-get install nodejs npm).";
        else if (!Directory.Exists(TestKit.Repository.PathOf("tests", "Gateway.Tests", "Peers", "node_modules", "@grpc", "grpc-js")))
        {
            Skip = "its packages are not installed: npm install --prefix tests/Gateway.Tests/Peers --no-package-lock";
        }
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}

using System.CommandLine;

namespace EdgeRuntime.Gateway.Commands;

/// <summary><c>edge-gateway serve</c>: runs the gateway until it is told to stop.</summary>
public static class ServeCommand
{
    /// <summary>Makes the command for a root command.</summary>
    public static Command Create()
    {
        var serve = new Command("serve", "Run the gateway until SIGTERM or Ctrl-C; running turns are finished first.");
        var arguments = new ServeArguments(serve);
        serve.SetAction(async (parsed, cancellationToken) =>
        {
            var streams = parsed.InvocationConfiguration;
            return await new ServeRun(arguments.Read(parsed), streams.Output, streams.Error).RunAsync(cancellationToken);
        });
        return serve;
    }
}

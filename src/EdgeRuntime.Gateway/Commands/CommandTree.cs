using System.CommandLine;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>All commands of the gateway.</summary>
public static class CommandTree
{
    /// <summary>Parses and runs a command line; gives its exit code.</summary>
    /// <param name="args">Arguments without the program's name.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where everything for a person beside goes.</param>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("A model API that is safe to sell: sessions, tenants, limits, money and filters in front of any OpenAI-compatible server.")
        {
            ServeCommand.Create(),
        };
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null });
    }
}

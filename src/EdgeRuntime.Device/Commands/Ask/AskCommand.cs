using System.CommandLine;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands.Ask;

/// <summary><c>edge-runtime ask</c>: one turn, from a recording, a pipe or a typed text to the answer.</summary>
public static class AskCommand
{
    /// <summary>Makes the command for a root command.</summary>
    public static Command Create()
    {
        var ask = new Command(
            "ask", "Understand one spoken or typed wish, carry it out and answer. A wake phrase in front is taken off; none is needed.");
        var arguments = new AskArguments(ask);
        ask.SetAction(async (parsed, cancellationToken) =>
        {
            var console = CommandStreams.ConsoleOf(parsed, arguments.IsJson(parsed));
            return arguments.Load(parsed).TryGet(out var options, out var unusable)
                ? (int)await new AskTurn(arguments.Read(parsed, options), options, console, DeviceTime.Instance)
                    .RunAsync(cancellationToken)
                : (int)console.Fail(unusable);
        });
        return ask;
    }
}

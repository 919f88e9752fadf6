using System.CommandLine;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Service;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands;

/// <summary><c>edge-runtime run</c>: the service that listens for a wake phrase and takes turn after turn until it is stopped.</summary>
public static class RunCommand
{
    /// <summary>Makes the command for a root command.</summary>
    public static Command Create()
    {
        var run = new Command(
            "run",
            "Listen for a wake phrase and take turn after turn until stopped with Ctrl-C, SIGTERM or SIGHUP. Timers and alarms ring.");
        var arguments = new RunArguments(run);
        run.SetAction(async (parsed, cancellationToken) =>
        {
            var console = CommandStreams.ConsoleOf(parsed, arguments.IsJson(parsed));
            return arguments.Load(parsed).TryGet(out var options, out var unusable)
                && arguments.Read(parsed, options).TryGet(out var request, out unusable)
                ? (int)await new RunService(request, options, console, DeviceTime.Instance).RunAsync(cancellationToken)
                : (int)console.Fail(unusable);
        });
        return run;
    }
}

using System.CommandLine;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands;

/// <summary><c>edge-runtime pair</c>: opens the pairing window of the running service, or one of its own.</summary>
internal static class PairCommand
{
    public static Command Create()
    {
        var mqtt = MqttOption.Create("Where phones find these glasses while no service runs");
        var folder = new StateOption();
        var settings = new SettingsOption();
        var command = new Command(
            "pair", "Open the pairing window for a phone: 60 seconds, six digits that you compare on both sides.")
        {
            mqtt, folder, settings,
        };
        var elsewhere = ElsewhereOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var console = CommandStreams.ConsoleOf(parsed);
            var state = folder.FolderOf(parsed);
            if (!settings.Load(parsed, state).TryGet(out var options, out var unusable))
            {
                return (int)console.Fail(unusable);
            }

            var address = MqttOption.Read(parsed, mqtt, options);
            if (!elsewhere.Read(parsed, address, options.Places, Environment.GetEnvironmentVariable, StandardStreams.Input)
                .TryGet(out var broker, out unusable))
            {
                return (int)console.Fail(unusable);
            }

            return (int)await new PairRun(state, address, console, StandardStreams.Input, DeviceTime.Instance, broker, options)
                .RunAsync(cancellationToken);
        });
        return command;
    }
}

using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Monitoring;

namespace EdgeRuntime.Device.Commands;

/// <summary>The log of a command: in the state folder of those that have one. What only reads files that it is given keeps none.</summary>
internal static class CommandLog
{
    public static DeviceLog Of(ParseResult parsed, LogOptions options, TextWriter people, Action<Failure> told)
    {
        var state = parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == "--state") as Option<string?>;
        if (state is null) return DeviceLog.None;
        var folder = Path.GetFullPath(parsed.GetValue(state) ?? StateStore.DefaultFolder(Environment.GetEnvironmentVariable));
        var journal = DeviceLog.IsForTheJournal(Environment.GetEnvironmentVariable) ? people : null;
        return new DeviceLog(options, folder, journal, TimeProvider.System) { Told = told };
    }
}

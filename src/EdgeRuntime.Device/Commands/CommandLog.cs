using System.CommandLine;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Monitoring;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands;

/// <summary>The log of a command: in the state folder of those that have one. What only reads files that it is given keeps none.</summary>
internal static class CommandLog
{
    /// <summary>The settings of a command that has a state folder; null for others.</summary>
    public static LoadedSettings? SettingsOf(ParseResult parsed) => Find<StateOption>(parsed) is { } state
        ? SettingsOption.Read(Find<SettingsOption>(parsed) is { } settings ? parsed.GetValue(settings) : null, parsed.GetValue(state))
        : null;

    /// <summary>The log; none for a command without a state folder.</summary>
    /// <param name="console">Told what cannot be logged; its error stream is the journal's under systemd.</param>
    public static DeviceLog Open(ParseResult parsed, LogOptions options, CommandConsole console)
    {
        if (Find<StateOption>(parsed) is not { } state) return DeviceLog.None;
        var journal = DeviceLog.IsForTheJournal(Environment.GetEnvironmentVariable) ? console.Error : null;
        return new DeviceLog(options, Path.GetFullPath(state.FolderOf(parsed)), journal, DeviceTime.Instance) { Told = console.Say };
    }

    private static T? Find<T>(ParseResult parsed)
        where T : Option => parsed.CommandResult.Command.Options.OfType<T>().FirstOrDefault();
}

using System.CommandLine;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Monitoring;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands;

/// <summary>The log of a command: in the state folder of those that have one. What only reads files that it is given keeps none.</summary>
internal static class CommandLog
{
    /// <summary>The settings of a command that has a state folder; null for others.</summary>
    public static LoadedSettings? SettingsOf(ParseResult parsed) => OptionOf(parsed, "--state") is { } state
        ? SettingsOption.Read(OptionOf(parsed, "--settings") is { } settings ? parsed.GetValue(settings) : null, parsed.GetValue(state))
        : null;

    /// <summary>The log; none for a command without a state folder.</summary>
    /// <param name="console">Told what cannot be logged; its error stream is the journal's under systemd.</param>
    public static DeviceLog Open(ParseResult parsed, LogOptions options, CommandConsole console)
    {
        if (OptionOf(parsed, "--state") is not { } state) return DeviceLog.None;
        var folder = Path.GetFullPath(parsed.GetValue(state) ?? StateStore.DefaultFolder(Environment.GetEnvironmentVariable));
        var journal = DeviceLog.IsForTheJournal(Environment.GetEnvironmentVariable) ? console.Error : null;
        return new DeviceLog(options, folder, journal, TimeProvider.System) { Told = console.Say };
    }

    private static Option<string?>? OptionOf(ParseResult parsed, string name) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == name) as Option<string?>;
}

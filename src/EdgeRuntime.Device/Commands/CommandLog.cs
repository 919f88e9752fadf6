using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Monitoring;
using EdgeRuntime.Device.Settings;

namespace EdgeRuntime.Device.Commands;

/// <summary>The log of a command: in the state folder of those that have one. What only reads files that it is given keeps none.</summary>
internal static class CommandLog
{
    /// <summary>What is logged. Where settings are wrong, what is right in them counts: the command says what is not.</summary>
    public static LogOptions OptionsOf(ParseResult parsed) => OptionOf(parsed, "--state") is { } state
        ? SettingsOption.Read(
            OptionOf(parsed, "--settings") is { } settings ? parsed.GetValue(settings) : null, parsed.GetValue(state)).Options.Log
        : DeviceSettings.BuiltIn.Log;

    public static DeviceLog Of(ParseResult parsed, LogOptions options, TextWriter people, Action<Failure> told)
    {
        if (OptionOf(parsed, "--state") is not { } state) return DeviceLog.None;
        var folder = Path.GetFullPath(parsed.GetValue(state) ?? StateStore.DefaultFolder(Environment.GetEnvironmentVariable));
        var journal = DeviceLog.IsForTheJournal(Environment.GetEnvironmentVariable) ? people : null;
        return new DeviceLog(options, folder, journal, TimeProvider.System) { Told = told };
    }

    private static Option<string?>? OptionOf(ParseResult parsed, string name) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == name) as Option<string?>;
}

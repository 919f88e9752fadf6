using System.CommandLine;
using EdgeRuntime.Device.Monitoring;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands;

/// <summary>What one run of the program gives to its command beside the streams: the log, and the files of settings, read once.</summary>
internal sealed class CommandStreams : InvocationConfiguration
{
    /// <summary>What leaves a line beside what a person is told.</summary>
    public DeviceLog Logger { get; init; } = DeviceLog.None;

    /// <summary>The settings of a command that has a state folder; null for others.</summary>
    public LoadedSettings? Settings { get; init; }

    /// <summary>The console of a command; without a log where it is run by itself, as tests do.</summary>
    public static CommandConsole ConsoleOf(ParseResult parsed, bool json = false)
    {
        var streams = parsed.InvocationConfiguration;
        return new CommandConsole(streams.Output, streams.Error, json) { Logger = Find(parsed)?.Logger ?? DeviceLog.None };
    }

    /// <summary>Those of a parsed command line; null where a command is run by itself.</summary>
    public static CommandStreams? Find(ParseResult parsed) => parsed.InvocationConfiguration as CommandStreams;
}

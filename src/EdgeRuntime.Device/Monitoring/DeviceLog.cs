using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using Microsoft.Extensions.Logging;

namespace EdgeRuntime.Device.Monitoring;

/// <summary>The log of one run of the program: lines without sound, words, pictures or keys, in a bounded file in the state folder and,
/// under systemd, in its journal. Nothing is opened or made before the first line. Safe for several threads.</summary>
public sealed class DeviceLog : ILogger
{
    private const string JournalVariable = "JOURNAL_STREAM"; // device:inode of the stream that goes to the journal (systemd.exec(5))
    private readonly TimeProvider _time;
    private readonly TextWriter? _journal;
    private readonly LogFile? _file;
    private readonly LogLevel _level;
    private long _lost;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="stateFolder">Folder of the state; null for no file.</param>
    /// <param name="journal">Stream to systemd's journal; null for none.</param>
    /// <param name="time">Clock of the lines.</param>
    public DeviceLog(LogOptions options, string? stateFolder, TextWriter? journal, TimeProvider time)
    {
        (_level, _journal, _time) = (options.Level, journal, time);
        _file = stateFolder is null ? null : new LogFile(stateFolder, options);
    }

    private DeviceLog() => (_level, _time) = (LogLevel.None, TimeProvider.System);

    /// <summary>Keeps nothing.</summary>
    public static DeviceLog None { get; } = new();

    /// <summary>True where standard error goes to systemd's journal.</summary>
    /// <param name="environment">The environment of the program.</param>
    public static bool IsForTheJournal(Func<string, string?> environment) =>
        environment(JournalVariable) is { Length: > 0 } stream
        && new FileInfo("/proc/self/fd/2").LinkTarget == $"socket:[{stream[(stream.IndexOf(':') + 1)..]}]";

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= _level && logLevel != LogLevel.None;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc/>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when something was logged")]
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var what = formatter(state, null).ReplaceLineEndings(" ");
        if (exception is not null) what = $"{what}: {LogText.Describe(exception)}";
        _journal?.WriteLine(LogText.JournalLine(logLevel, eventId, what));
        if (_file is null) return;
        if (_file.Append(LogText.Line(_time.GetUtcNow(), logLevel, eventId, what)) is { } why) Lose(why);
        else if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost) Monitoring.Log.LinesLost(this, lost);
    }

    // A person is told of the first line that could not be kept; the first one that can be again is followed by how many there were.
    private void Lose(string why)
    {
        if (Interlocked.Increment(ref _lost) > 1) return;
        Told?.Invoke(new Failure(
            Stages.State, "log-not-written", $"The log cannot be written: {why}.",
            "Check the folder log in the state folder, and its disk.", Blame.Machine));
    }

    /// <summary>Told when a line could not be kept, once until one could be again.</summary>
    public Action<Failure>? Told { get; init; }
}

using System.ComponentModel;
using System.Runtime.InteropServices;
using EdgeRuntime.Assistant.Tools.Scheduling;

namespace EdgeRuntime.Device.Bridge;

/// <summary>The machine's clocks. Timestamps count from its start, in every process alike,
/// and go on while it sleeps (CLOCK_BOOTTIME of Linux); the time zone is the machine's at this moment, also after it was changed.
/// Safe for many threads.</summary>
public sealed partial class DeviceTime : TimeProvider, IBootTime
{
    private const int BootTime = 7; // CLOCK_BOOTTIME of clock_gettime(2)
    private const long NanosPerSecond = 1_000_000_000;

    private readonly Lock _lock = new();
    private readonly string _zoneFile;
    private readonly Func<TimeZoneInfo> _readZone;
    private TimeZoneInfo? _zone;
    private string _zoneMark = "";
    private long _looked;

    /// <summary>Makes a clock that takes its zone from another file.</summary>
    /// <param name="zoneFile">The file, or link, that changes when the zone does.</param>
    /// <param name="readZone">Reads the zone; called when it may be another one.</param>
    internal DeviceTime(string zoneFile, Func<TimeZoneInfo> readZone) => (_zoneFile, _readZone) = (zoneFile, readZone);

    /// <value>How often the file is looked at, at most.</value>
    internal TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The clocks of this machine.</summary>
    public static DeviceTime Instance { get; } = new("/etc/localtime", ReadZone);

    /// <inheritdoc/>
    public string Boot { get; } = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <inheritdoc/>
    public override long TimestampFrequency => NanosPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone
    {
        get
        {
            lock (_lock)
            {
                if (_zone is not null && GetElapsedTime(_looked) < LookEvery) return _zone;
                _looked = GetTimestamp();
                var mark = MarkOf(_zoneFile);
                if (_zone is not null && mark == _zoneMark) return _zone;
                (_zone, _zoneMark) = (_readZone(), mark);
                return _zone;
            }
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => ReadClock(BootTime, out var now) == 0
        ? (now.Seconds * NanosPerSecond) + now.Nanoseconds
        : throw new Win32Exception(Marshal.GetLastPInvokeError());

    // A link that points elsewhere, or a file that was replaced.
    private static string MarkOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? $"{file.LinkTarget} {file.LastWriteTimeUtc.Ticks}" : "";
    }

    private static TimeZoneInfo ReadZone()
    {
        TimeZoneInfo.ClearCachedData(); // the library reads it once and keeps it
        return TimeZoneInfo.Local;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int ReadClock(int clock, out Moment now);

    // timespec of a 64-bit Linux
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Moment
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}

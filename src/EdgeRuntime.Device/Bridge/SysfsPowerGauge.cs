using System.Globalization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Bridge;

/// <summary>Reads a battery from Linux (Documentation/ABI/testing/sysfs-class-power: <c>capacity</c> in percent,
/// <c>status</c> in words).</summary>
/// <param name="folder">Folder of one battery.</param>
public sealed class SysfsPowerGauge(string folder) : IPowerGauge
{
    /// <inheritdoc/>
    public bool IsSimulated => false;

    /// <summary>The first battery of a machine, or null.</summary>
    /// <param name="root"><c>/sys/class/power_supply</c>.</param>
    public static SysfsPowerGauge? Find(string root)
    {
        if (!Directory.Exists(root))
        {
            return null;
        }

        var battery = Directory.EnumerateDirectories(root).Order()
            .FirstOrDefault(
                folder => SysfsFile.FirstLine(folder, "type") == "Battery" && SysfsFile.FirstLine(folder, "capacity") is not null);
        return battery is null ? null : new SysfsPowerGauge(battery);
    }

    /// <inheritdoc/>
    public Outcome<PowerReading> Read() =>
        int.TryParse(SysfsFile.FirstLine(folder, "capacity"), NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
            ? new PowerReading(Math.Min(percent, 100), SysfsFile.FirstLine(folder, "status") == "Charging")
            : new Failure(
                Stages.Tool, "battery-unreadable", "The battery gauge does not answer.", "Run edge-runtime doctor.", Blame.Machine);
}

using System.Globalization;
using EdgeRuntime.Assistant.Hardware;

namespace EdgeRuntime.Device.Bridge;

/// <summary>Reads the temperature of the skin of the glasses from Linux (Documentation/driver-api/thermal/sysfs-api: <c>type</c>,
/// and <c>temp</c> in thousandths of a degree Celsius).</summary>
/// <param name="folder">Folder of one zone.</param>
public sealed class ThermalZone(string folder) : IThermometer
{
    /// <summary>The zone whose type speaks of the skin, or null: a processor may be hot while nobody is burnt.</summary>
    /// <param name="root"><c>/sys/class/thermal</c>.</param>
    public static ThermalZone? Find(string root)
    {
        if (!Directory.Exists(root)) return null;
        var skin = Directory.EnumerateDirectories(root, "thermal_zone*").Order(StringComparer.Ordinal)
            .FirstOrDefault(zone => SysfsFile.FirstLine(zone, "type")?.Contains("skin", StringComparison.OrdinalIgnoreCase) == true);
        return skin is null ? null : new ThermalZone(skin);
    }

    /// <inheritdoc/>
    public double? ReadCelsius() =>
        int.TryParse(SysfsFile.FirstLine(folder, "temp"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var thousandths)
            ? thousandths / 1000.0
            : null;
}

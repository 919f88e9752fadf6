using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Settings.Reading;

namespace EdgeRuntime.Device.Settings;

/// <summary>The options of a run, where each comes from, and what was wrong with the files.</summary>
/// <param name="Options">The options; what was wrong is left out of them.</param>
/// <param name="Sources">By key, where a value comes from that is not built in: its file and line.</param>
/// <param name="Wrong">What is wrong, in the order of the files; empty where all is well.</param>
/// <param name="Files">The files that were read.</param>
internal sealed record LoadedSettings(
    DeviceSettings Options, IReadOnlyDictionary<string, string> Sources, IReadOnlyList<Failure> Wrong, IReadOnlyList<SettingsFile> Files)
{
    /// <value>Without a file.</value>
    public static LoadedSettings BuiltIn { get; } = new(DeviceSettings.BuiltIn, new Dictionary<string, string>(), [], []);

    /// <summary>The options, or the first thing that is wrong.</summary>
    public Outcome<DeviceSettings> Outcome => Wrong is [var first, ..] ? first : Options;
}

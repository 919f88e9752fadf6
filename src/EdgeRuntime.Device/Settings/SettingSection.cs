using EdgeRuntime.Device.Settings.Kinds;

namespace EdgeRuntime.Device.Settings;

/// <summary>Makes the settings of one record of options.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="name">Name of the section.</param>
/// <param name="get">Where the record lies.</param>
/// <param name="set">Puts another one there.</param>
internal sealed class SettingSection<T>(string name, Func<DeviceSettings, T> get, Func<DeviceSettings, T, DeviceSettings> set)
{
    /// <typeparam name="TValue">What the kind reads.</typeparam>
    /// <param name="key">Its name in the section.</param>
    /// <param name="kind">Which values there are.</param>
    /// <param name="read">Takes it from the record.</param>
    /// <param name="write">Puts it into a copy of the record.</param>
    /// <param name="about">One sentence for a person.</param>
    /// <param name="origin">Where it may come from.</param>
    /// <param name="unset">What counts while it is not set, where that is no value.</param>
    public Setting Define<TValue>(
        string key, SettingKind kind, Func<T, TValue> read, Func<T, TValue, T> write, string about,
        SettingOrigin origin = SettingOrigin.Anywhere, string unset = "none") => new()
        {
            Key = $"{name}.{key}",
            Kind = kind,
            About = about,
            Origin = origin,
            Unset = unset,
            Get = settings => read(get(settings)),
            Set = (settings, value) => set(settings, write(get(settings), (TValue)value)),
        };
}

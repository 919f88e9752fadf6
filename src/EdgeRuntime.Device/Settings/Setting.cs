using EdgeRuntime.Device.Settings.Kinds;

namespace EdgeRuntime.Device.Settings;

/// <summary>One option that can be set: its key, what values there are, what it is for, and where in the options it lies.
/// Immutable.</summary>
internal sealed class Setting
{
    /// <summary>Section and name, such as <c>turn.tool_deadline</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Which values there are.</summary>
    public required SettingKind Kind { get; init; }

    /// <summary>One sentence for a person.</summary>
    public required string About { get; init; }

    /// <summary>Where it may come from.</summary>
    public required SettingOrigin Origin { get; init; }

    /// <summary>What counts while it is not set, where that is no value of the kind.</summary>
    public required string Unset { get; init; }

    /// <summary>Its value in the options; null where it is not set.</summary>
    public required Func<DeviceSettings, object?> Get { get; init; }

    /// <summary>The options with another value of its kind.</summary>
    public required Func<DeviceSettings, object, DeviceSettings> Set { get; init; }

    /// <summary>The key up to its first dot.</summary>
    public string Section => Key[..Key.IndexOf('.')];

    /// <summary>The key without the section.</summary>
    public string Name => Key[(Key.IndexOf('.') + 1)..];

    /// <summary>Its value in the options, as a file would have it.</summary>
    public string Shown(DeviceSettings settings) => Get(settings) is { } value ? Kind.Write(value) : Unset;
}

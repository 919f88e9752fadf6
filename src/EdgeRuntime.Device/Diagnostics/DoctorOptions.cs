using EdgeRuntime.Device.Settings;
using EdgeRuntime.Inference.Providers;

namespace EdgeRuntime.Device.Diagnostics;

/// <summary>What <see cref="Doctor"/> looks at.</summary>
public sealed record DoctorOptions
{
    /// <summary>The settings; built in where none are given.</summary>
    internal LoadedSettings Settings { get; init; } = LoadedSettings.BuiltIn;

    /// <summary>How models are run on this device.</summary>
    public DeviceProfile Profile => Settings.Options.Profile;

    /// <summary>Folder with manifest.json and the models; its folder <c>contexts</c> holds the contexts.</summary>
    public required string ModelsFolder { get; init; }

    /// <summary>Folder of the state.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Folders to search for programs, in the form of <c>PATH</c>.</summary>
    public required string? SearchPath { get; init; }

    /// <value>Free bytes under which a disk is called nearly full: 50 MB, some thousand times what the state ever takes.</value>
    public long LowDiskBytes { get; init; } = 50_000_000;
}

using EdgeRuntime.Device.Settings;

namespace EdgeRuntime.Device.Diagnostics;

/// <summary>Whether the files of settings can be used; with one that cannot, nothing that reads it starts.</summary>
internal static class SettingsChecks
{
    public static Check Look(LoadedSettings loaded) => loaded switch
    {
        { Wrong: [var wrong, ..] } => new Check("settings", CheckLevel.Fail, wrong.Message, wrong.Next),
        { Files: [] } => new Check("settings", CheckLevel.Ok, "There is no file of settings; everything is as it is built in."),
        _ => new Check(
            "settings", CheckLevel.Ok,
            $"{loaded.Sources.Count} settings are taken from {string.Join(" and ", loaded.Files.Select(file => file.Path))}."),
    };
}

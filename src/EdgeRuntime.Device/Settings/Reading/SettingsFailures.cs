using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Settings.Reading;

/// <summary>Why settings cannot be used: always the file, the line where there is one, and what to do.</summary>
internal static class SettingsFailures
{
    /// <summary>What to do about a line that is no setting.</summary>
    public const string Mend = "Correct the line. All settings with their bounds: edge-runtime settings doc";

    /// <summary>Something in a file is wrong.</summary>
    /// <param name="line">Line; 0 for none.</param>
    /// <param name="what">What, without a full stop.</param>
    /// <param name="next">What to do.</param>
    public static Failure Invalid(string file, int line, string what, string next) =>
        new(Stages.Start, "settings-invalid", $"{At(file, line)}: {SettingText.Shown(what)}.", next);

    /// <summary>There is no such setting.</summary>
    public static Failure Unknown(string file, int line, string key, string next) =>
        new(Stages.Start, "settings-unknown", $"{At(file, line)}: there is no setting {SettingText.Shown(key)}.", next);

    /// <summary>A setting is not taken from where it stands.</summary>
    public static Failure Untrusted(string file, int line, string key, string expected, string actual, string next) => new(
        Stages.Start, "settings-untrusted", $"Refusing to take {key} from {At(file, line)}: expected {expected}, but {actual}.", next);

    /// <summary>The file cannot be read.</summary>
    public static Failure Unreadable(string file, string why) => new(
        Stages.Start, "settings-unreadable", $"The settings {file} cannot be read: {why}.", "Give a text file that this user may read.");

    private static string At(string file, int line) => line > 0 ? $"{file}, line {line}" : file;
}

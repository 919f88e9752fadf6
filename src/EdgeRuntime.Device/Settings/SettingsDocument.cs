using System.Text;
using EdgeRuntime.Device.Settings.Table;

namespace EdgeRuntime.Device.Settings;

/// <summary>The documentation of all settings, made from the settings themselves.</summary>
internal static class SettingsDocument
{
    private const string Beginning = """
        # Settings of the glasses

        Made by `edge-runtime settings doc`; a test holds it equal to what the program prints.

        Every option stands in `settings.yaml` of the state folder, or in the file that `--settings FILE` names:

        ```yaml
        wake:
          phrases: [view glass, computer]
        turn:
          tool_deadline: 6 s
        ```

        What is not set there is as it is built in. `edge-runtime settings show` prints what counts and where it comes from,
        `edge-runtime settings check FILE` tries a file before it is used. A key that there is not, a value out of its bounds and
        everything else that cannot be used is refused with one sentence and exit code 2; nothing is skipped. A change counts from the
        next start on.

        A time is a number with `ms`, `s`, `min`, `h` or `d` behind it, an amount of bytes one with `B`, `KB`, `KiB`, `MB`, `MiB`, `GB`
        or `GiB`. Other units are not written. A path begins with `/`. Anchors, tags and a second document are refused.

        Later ones win: what is built in; `settings-defaults.yaml` beside the program, which a bundle may bring; `settings.yaml`;
        what the wearer chose on the phone, which is kept apart, in the state (here: the wake phrase); a variable of the environment,
        where a setting names one; the command line.

        Settings marked **own file** name a program, a library, a folder, an address or whom to trust. They are taken only from a file
        that, like its folder, belongs to root or to the user the program runs as, and that nobody else may write to; never from a
        bundle, a phone or a page. A factory reset erases `settings.yaml` with the state folder; a file that `--settings` names
        elsewhere stays.

        `ask`, `run`, `pair`, `cloud status`, `cloud flush` and `doctor` read the settings. `eval`, `models` and `context` measure with
        what is built in, so that their figures are the same on every machine.

        """;

    /// <summary>The whole page.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder(Beginning.ReplaceLineEndings("\n"));
        foreach (var section in SettingsTable.All.GroupBy(setting => setting.Section))
        {
            page.Append($"\n## {section.Key}: {SettingsTable.Sections[section.Key]}\n\n");
            page.Append("| setting | what it is | allowed | built in |\n|---|---|---|---|\n");
            foreach (var setting in section) page.Append(Row(setting));
        }

        return page.ToString();
    }

    private static string Row(Setting setting)
    {
        var mark = setting.Origin switch
        {
            SettingOrigin.TrustedFile => " **Own file.**",
            SettingOrigin.PhoneToo => " The phone may choose otherwise.",
            _ => "",
        };
        var built = setting.Get(DeviceSettings.BuiltIn) is { } value ? $"`{setting.Kind.Write(value)}`" : setting.Unset;
        var unit = setting.Kind.Unit.Length == 0 || setting.Kind.Unit.Contains(',') ? "" : $" ({setting.Kind.Unit})";
        return $"| `{setting.Name}` | {setting.About}{mark} | {setting.Kind.Rule}{unit} | {built} |\n";
    }
}

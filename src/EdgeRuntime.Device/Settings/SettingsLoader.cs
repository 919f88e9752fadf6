using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Files;
using EdgeRuntime.Device.Settings.Reading;
using EdgeRuntime.Device.Settings.Table;

namespace EdgeRuntime.Device.Settings;

/// <summary>Puts the options of a run together: what is built in, under the defaults that were shipped beside the program, under the
/// settings of the state folder or of a named file. What the phone may change, and the command line, stand over all of it.
/// Where there is no file, nothing is parsed and no table is made.</summary>
internal static class SettingsLoader
{
    /// <summary>Name of the file in the state folder.</summary>
    public const string FileName = FactoryReset.SettingsName;

    /// <summary>Name of the file beside the program, for defaults that a bundle brings.</summary>
    public const string DefaultsName = "settings-defaults.yaml";

    private const int MostWrong = 100; // mistakes that are told of one file

    /// <summary>The settings of a run.</summary>
    /// <param name="named">A file that must be there, in the place of the one in the state folder; null for that one.</param>
    /// <param name="programFolder">Where the bundle's defaults lie.</param>
    public static LoadedSettings Load(string stateFolder, string? named, string programFolder)
    {
        var loaded = LoadedSettings.BuiltIn;
        var defaults = Path.Combine(programFolder, DefaultsName);
        if (StoredThing.Inspect(defaults) != StoredKind.Nothing) loaded = With(loaded, defaults, isBundle: true);
        var own = named ?? Path.Combine(stateFolder, FileName);
        if (named is not null || StoredThing.Inspect(own) != StoredKind.Nothing) loaded = With(loaded, own, isBundle: false);
        return loaded;
    }

    private static LoadedSettings With(LoadedSettings below, string path, bool isBundle)
    {
        if (!SettingsFile.Read(path).TryGet(out var file, out var failure)) return below with { Wrong = [.. below.Wrong, failure] };
        var (options, sources) = (below.Options, new Dictionary<string, string>(below.Sources));
        List<Failure> wrong = [.. below.Wrong];
        foreach (var entry in file.Entries.Where(one => !IsEmptySection(one)))
        {
            if (wrong.Count - below.Wrong.Count == MostWrong)
            {
                wrong.Add(SettingsFailures.Invalid(
                    file.Path, entry.Line, $"{MostWrong} settings above are wrong, and from here on nothing was looked at",
                    SettingsFailures.Mend));
                break;
            }

            if (Refused(file, entry, isBundle) is { } refused)
            {
                wrong.Add(refused);
                continue;
            }

            var setting = SettingsTable.Find(entry.Key)!;
            if (!setting.Kind.TryRead(entry.Value, out var value))
            {
                wrong.Add(SettingsFailures.Invalid(
                    file.Path, entry.Line, $"{entry.Key} is \"{entry.Value}\", and must be {setting.Kind.Rule}", SettingsFailures.Mend));
                continue;
            }

            options = setting.Set(options, value);
            sources[entry.Key] = $"{file.Path}, line {entry.Line}";
        }

        if (wrong.Count == 0 && Contradiction(file, options, sources) is { } contradiction) wrong.Add(contradiction);
        return new LoadedSettings(options, sources, wrong, [.. below.Files, file]);
    }

    // All in it may be commented out.
    private static bool IsEmptySection(SettingEntry entry) => entry.IsNothing && SettingsTable.Sections.ContainsKey(entry.Section);

    private static Failure? Refused(SettingsFile file, SettingEntry entry, bool isBundle)
    {
        if (entry.Name is null) return NoSection(file, entry);
        if (SettingsTable.Find(entry.Key) is not { } setting)
        {
            return SettingsFailures.Unknown(file.Path, entry.Line, entry.Key, Meant(entry));
        }

        if (setting.Origin != SettingOrigin.TrustedFile) return null;
        if (isBundle)
        {
            return SettingsFailures.Untrusted(
                file.Path, entry.Line, entry.Key, $"it in {FileName} or on the command line", "it stands in a bundle's defaults",
                $"Take the line out, or put it into {FileName} of the state folder.");
        }

        return file.Objection is not { } objection
            ? null
            : SettingsFailures.Untrusted(
                file.Path, entry.Line, entry.Key, TrustedFile.Expected, objection,
                $"Look at what is in it first; then: chmod go-w {file.Path} {Path.GetDirectoryName(file.Path)} (and chown, where it is "
                + "another's).");
    }

    private static Failure NoSection(SettingsFile file, SettingEntry entry)
    {
        if (SettingsTable.Sections.ContainsKey(entry.Section))
        {
            var names = string.Join(", ", SettingsTable.All.Where(setting => setting.Section == entry.Section).Select(one => one.Name));
            return SettingsFailures.Invalid(
                file.Path, entry.Line, $"{entry.Section} is \"{entry.Value}\", and must be a section, with its settings indented below it",
                $"It has: {names}");
        }

        var at = entry.Section.IndexOf('.');
        return SettingsTable.Find(entry.Section) is null
            ? SettingsFailures.Unknown(file.Path, entry.Line, entry.Section, Meant(entry))
            : SettingsFailures.Invalid(
                file.Path, entry.Line, $"{entry.Section} is written as one word",
                $"Write {entry.Section[..at]}: and, indented below it, {entry.Section[(at + 1)..]}:");
    }

    private static string Meant(SettingEntry entry)
    {
        var siblings = SettingsTable.All.Where(setting => setting.Section == entry.Section).ToList();
        var near = NearestWord.Find(entry.Name ?? "", siblings.Select(setting => setting.Name));
        var meant = near is null ? null : $"{entry.Section}.{near}";
        meant ??= SettingsTable.All.FirstOrDefault(setting => setting.Name == (entry.Name ?? entry.Section))?.Key;
        meant ??= NearestWord.Find(entry.Key, SettingsTable.All.Select(setting => setting.Key));
        if (meant is not null)
        {
            var at = meant.IndexOf('.');
            return $"Did you mean {meant} ({meant[..at]}: and, indented below it, {meant[(at + 1)..]}:)?";
        }

        return siblings.Count > 0
            ? $"{entry.Section} has: {string.Join(", ", siblings.Select(setting => setting.Name))}"
            : $"Sections are: {string.Join(", ", SettingsTable.Sections.Keys)}";
    }

    // What no single setting can tell.
    private static Failure? Contradiction(SettingsFile file, DeviceSettings options, Dictionary<string, string> sources)
    {
        if (SettingsTable.Crossed(options) is (var lower, var higher))
        {
            string Told(Setting one) => $"{one.Key} ({one.Shown(options)}, {sources.GetValueOrDefault(one.Key, "built in")})";
            return SettingsFailures.Invalid(
                file.Path, 0, $"{Told(lower)} must not be above {Told(higher)}", "Set both, in that order.");
        }

        return options.Validate() is { } wrong
            ? SettingsFailures.Invalid(file.Path, 0, wrong.Message.TrimEnd('.'), wrong.Next)
            : null;
    }
}

using System.Collections;
using System.Globalization;
using System.Reflection;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Settings.Kinds;
using EdgeRuntime.Device.Settings.Table;
using EdgeRuntime.Inference.Providers;

namespace Device.Tests.Settings;

/// <summary>Every setting takes effect, and every option is a setting.</summary>
public sealed class SettingsTableTests : IDisposable
{
    // What cannot be set, with the reason.
    private static readonly string[] NotSettings =
    [
        "Profile.Name", // of the records of options, for reports
        "Hearing.Listener.WakeWord.Phrases", // of the wake model: wake.phrases chooses among them, wake.thresholds sets them
        "Hearing.Listener.WakeWord.PeakHold", // of the wake model: wake.peak_hold stands over it
        "Hearing.WakeCheck.Weight", "Hearing.WakeCheck.Floor", "Hearing.WakeCheck.ReaderWeight", "Hearing.WakeCheck.BothPasses",
        "Hearing.WakeCheck.Threshold", "Hearing.WakeCheck.Thresholds", // fitted with the wake model, in its own file
        "Hearing.Graph.OptionalPrefixes", "Hearing.Graph.AcceptsCutPrefixes", // the wake phrases in front, and whether one was heard
        "Context.Surroundings", "Context.Warnings", // context.surroundings, and where warnings go
        "Broker.Listen", "Broker.Certificate", // phones.broker
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Keys => [.. SettingsTable.All.Select(setting => setting.Key)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Keys))]
    public void EverySetting_AnotherValueInAFile_ReachesItsOptionAndNoOther(string key)
    {
        var setting = SettingsTable.Find(key)!;

        var (text, loaded) = Candidates(setting).Select(text => (text, loaded: Loaded(setting, text)))
            .First(tried => tried.loaded.Wrong.Count == 0);

        Assert.NotEqual(setting.Shown(DeviceSettings.BuiltIn), setting.Shown(loaded.Options));
        Assert.Equal($"{_folder["settings.yaml"]}, line 2", loaded.Sources[key]);
        Assert.True(Leaves(loaded.Options).Count(leaf => !Same(leaf.Value, BuiltInAt(leaf.Path))) == 1, text);
        Assert.All(
            SettingsTable.All.Where(other => other != setting),
            other => Assert.Equal(other.Shown(DeviceSettings.BuiltIn), other.Shown(loaded.Options)));
    }

    [Fact]
    public void EveryOption_OfTheRunningProgram_IsASetting()
    {
        var set = SettingsTable.All.SelectMany(setting => Changed(Loaded(setting, Working(setting)).Options)).ToHashSet();

        Assert.Equal(NotSettings.Order(), Leaves(DeviceSettings.BuiltIn).Select(leaf => leaf.Path).Except(set).Order());
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void EverySetting_AsItIsBuiltIn_MayBeWrittenIntoAFile(string key)
    {
        var setting = SettingsTable.Find(key)!;
        if (setting.Get(DeviceSettings.BuiltIn) is not { } value || value is IDictionary { Count: 0 }) return;

        var loaded = Loaded(setting, setting.Kind.Write(value));

        Assert.Empty(loaded.Wrong);
        Assert.Equal(setting.Shown(DeviceSettings.BuiltIn), setting.Shown(loaded.Options));
    }

    [Fact]
    public void EverySetting_IsExplainedInOneSentenceUnderATitle() => Assert.All(SettingsTable.All, setting =>
    {
        Assert.EndsWith(".", setting.About);
        Assert.Matches("^[a-z]+\\.[a-z_]+$", setting.Key);
        Assert.Contains(setting.Section, SettingsTable.Sections.Keys);
        Assert.DoesNotContain('|', setting.About + setting.Kind.Rule);
    });

    [Fact]
    public void Programs_Folders_AddressesAndTrust_AreTakenFromTrustedFilesOnly()
    {
        string[] open = [.. SettingsTable.All.Where(setting => setting.Origin != SettingOrigin.TrustedFile).Select(setting => setting.Key)];

        Assert.DoesNotContain(open, key => SettingsTable.Find(key)!.Kind is TextKind);
        Assert.DoesNotContain(open, key => key.StartsWith("pairing.", StringComparison.Ordinal));
    }

    private LoadedSettings Loaded(Setting setting, string text)
    {
        File.WriteAllText(_folder["settings.yaml"], $"{setting.Section}:\n  {setting.Name}: {text}\n");
        return SettingsLoader.Load(_folder.Path, null, _folder["program"]);
    }

    private string Working(Setting setting) => Candidates(setting).First(text => Loaded(setting, text).Wrong.Count == 0);

    // A value that is near the built-in one keeps to the order that some settings have.
    private static IEnumerable<string> Candidates(Setting setting) => (setting.Kind, setting.Get(DeviceSettings.BuiltIn)) switch
    {
        (TimeKind kind, TimeSpan now) => [kind.Write(now + (now / 10)), kind.Write(now * 2), "300 ms", "1 min"],
        (TimeKind, null) => ["300 ms"],
        (BytesKind kind, long now) => [kind.Write(now + 2), kind.Write(now * 2), kind.Write(now / 2)],
        (CountKind, long now) => [Text(now + 1), Text(now - 1)],
        (CountKind, null) => ["100"],
        (NumberKind, double now) => [(now * 1.01).ToString("0.####", CultureInfo.InvariantCulture), "1", "0.4"],
        (NumberKind, null) => ["0.5", "10"],
        (MapKind<string>, _) => ["{ area: Kitchen }"],
        (MapKind<double>, _) => ["{ computer: -1.5 }"],
        (ListKind, _) => ["[computer]"],
        _ =>
        [
            "page", "true", "espeak-ng", "/somewhere", "127.0.0.1:1234", "wss://broker.example/mqtt", "local", "xnnpack", "debug",
            "http://127.0.0.1:4317",
        ],
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Changed(DeviceSettings settings) =>
        Leaves(settings).Where(leaf => !Same(leaf.Value, BuiltInAt(leaf.Path))).Select(leaf => leaf.Path);

    private static object? BuiltInAt(string path) => Leaves(DeviceSettings.BuiltIn).Single(leaf => leaf.Path == path).Value;

    private static bool Same(object? one, object? other) =>
        Equals(one, other) || (one is IEnumerable these and not string && other is IEnumerable those and not string
            && these.Cast<object>().SequenceEqual(those.Cast<object>()));

    // Every property that can be set, down to those that are no records of options themselves.
    private static IEnumerable<(string Path, object? Value)> Leaves(object options, string path = "")
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is null) continue;
            var value = property.GetValue(options);
            var isOptions = value is DeviceProfile || property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal);
            if (!isOptions) yield return ($"{path}{property.Name}", value);
            else foreach (var leaf in Leaves(value!, $"{path}{property.Name}.")) yield return leaf;
        }
    }
}

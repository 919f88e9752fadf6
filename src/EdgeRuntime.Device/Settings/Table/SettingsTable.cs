namespace EdgeRuntime.Device.Settings.Table;

/// <summary>Every setting that there is. Read where a file is there or a person asks; a start without either never looks at it.</summary>
internal static class SettingsTable
{
    private static readonly (string Lower, string Higher)[] Rising =
    [
        ("listening.speech_off", "listening.speech_on"),
        ("utterance.speech_off", "utterance.speech_on"),
        ("utterance.speech_to_start", "utterance.no_speech"),
        ("utterance.silence_after_certain", "utterance.silence_after_settled"),
        ("utterance.silence_after_settled", "utterance.silence_after_complete"),
        ("utterance.silence_after_complete", "utterance.silence_after_extendable"),
        ("utterance.silence_after_extendable", "utterance.silence_after_unfinished"),
        ("utterance.silence_after_unfinished", "utterance.longest"),
        ("routing.critical_battery", "routing.low_battery"),
        ("later.poll", "later.longest_pause"),
        ("broker.unpaired_packet", "broker.packet"),
        ("broker.packets_per_second", "broker.packet_burst"),
    ];

    /// <summary>All of them by section, in the order in which a turn meets them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
        [.. ((Setting[])[.. PlaceSettings.All, .. HearingSettings.All, .. TurnSettings.All, .. LinkSettings.All])
            .GroupBy(setting => setting.Section).SelectMany(section => section)];

    private static Dictionary<string, Setting> ByKey { get; } = All.ToDictionary(setting => setting.Key, StringComparer.Ordinal);

    /// <summary>What each section is about.</summary>
    public static IReadOnlyDictionary<string, string> Sections { get; } = new Dictionary<string, string>
    {
        ["hardware"] = "What the glasses are made of",
        ["models"] = "Models, and what runs them",
        ["context"] = "What can be said",
        ["state"] = "The state folder",
        ["log"] = "The log",
        ["microphone"] = "The microphone",
        ["listening"] = "Listening, always on",
        ["wake"] = "Wake phrases",
        ["utterance"] = "Where an utterance begins and ends",
        ["recognition"] = "Understanding",
        ["conversation"] = "The conversation",
        ["turn"] = "Deadlines of a turn",
        ["routing"] = "On the glasses, to the cloud, or later",
        ["speech"] = "Speaking answers",
        ["ring"] = "Timers and alarms",
        ["cloud"] = "The cloud",
        ["later"] = "What waits for the cloud",
        ["pages"] = "Pages in the browser",
        ["phones"] = "Phones",
        ["broker"] = "The broker in the glasses",
        ["pairing"] = "Pairing",
    };

    /// <summary>A setting by its key; null for none.</summary>
    public static Setting? Find(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>Two settings of which the first must not be above the second, and is; null where there are none.</summary>
    public static (Setting Lower, Setting Higher)? Crossed(DeviceSettings settings)
    {
        foreach (var (lower, higher) in Rising)
        {
            var (one, other) = (ByKey[lower], ByKey[higher]);
            if (((IComparable)one.Get(settings)!).CompareTo(other.Get(settings)) > 0) return (one, other);
        }

        return null;
    }
}

using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Tools.Scheduling;

namespace EdgeRuntime.Device.Actions;

/// <summary>What a state must be beyond its layout, so that nothing that reads it has to ask: no holes in lists,
/// numbers inside their bounds, times that a calendar can show. Each datum stands or falls alone.</summary>
internal static class StateRules
{
    // Any zone's offset can be taken from these and added to them.
    private static readonly DateTimeOffset Earliest = new(1000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The state without what breaks a rule; the same one where nothing does.</summary>
    /// <param name="state">A state as it was read.</param>
    /// <param name="leftOut">Takes what is left out, as a path in the document.</param>
    public static GlassesState Kept(GlassesState state, ICollection<string> leftOut)
    {
        var before = leftOut.Count;
        var kept = state with
        {
            Settings = Settings(state.Settings, leftOut),
            Schedule = Each(state.Schedule, "schedule", leftOut, IsWhole, entry => entry.Id),
            Missed = Each(state.Missed, "missed", leftOut, IsWhole, entry => entry.Id),
            Asked = Or(
                state.Asked, asked => asked is null or { Intent: not null, Question: not null, Slots: not null, Choices: not null }
                    && IsTime(asked?.AskedAt) && IsWhole(asked?.AskedSteady), null, "asked", leftOut),
            RecordingBegan = Or(state.RecordingBegan, IsWhole, null, "recording_began", leftOut),
            Notes = Each(state.Notes, "notes", leftOut, IsWhole, note => note.Id),
            Inbox = Each(state.Inbox, "inbox", leftOut, message => message is { From: not null, Text: not null }),
            Phones = Phones(state.Phones, leftOut),
            CloudSpending = Or(
                state.CloudSpending, spent => spent is { Month: not null, Currency: not null, Nanos: >= 0 }, new CloudSpending(),
                "cloud_spending", leftOut),
            Media = Or(state.Media, media => media.Track >= 1, new MediaState(), "media", leftOut),
            RecordingSince = Or(state.RecordingSince, IsTime, null, "recording_since", leftOut),
            Undo = Or(state.Undo, IsWhole, null, "undo", leftOut),
        };
        var next = kept.Schedule.Select(entry => entry.Id).Concat(kept.Notes.Select(note => note.Id)).Append(0).Max() + 1;
        kept = kept with { NextId = Or(kept.NextId, id => id >= next, next, "next_id", leftOut) };
        return leftOut.Count == before ? state : kept;
    }

    private static GlassesSettings Settings(GlassesSettings settings, ICollection<string> leftOut, string path = "settings")
    {
        var fresh = new GlassesSettings();
        return settings with
        {
            Volume = Or(settings.Volume, IsPercent, fresh.Volume, path + ".volume", leftOut),
            Brightness = Or(settings.Brightness, IsPercent, fresh.Brightness, path + ".brightness", leftOut),
            DoNotDisturbUntil = Or(settings.DoNotDisturbUntil, IsTime, null, path + ".do_not_disturb_until", leftOut),
            DoNotDisturbEnd = Or(settings.DoNotDisturbEnd, IsWhole, null, path + ".do_not_disturb_end", leftOut),
            CloudPrivacy = Or(settings.CloudPrivacy, Enum.IsDefined, fresh.CloudPrivacy, path + ".cloud_privacy", leftOut),
            CloudBudget = Or(
                settings.CloudBudget, budget => budget is null or (>= 0 and <= GlassesSettings.MostCloudBudget), null,
                path + ".cloud_budget", leftOut),
            Denied = Each(settings.Denied, path + ".denied", leftOut, Enum.IsDefined),
        };
    }

    private static Dictionary<string, PhoneProgress> Phones(IReadOnlyDictionary<string, PhoneProgress> phones, ICollection<string> leftOut)
    {
        var kept = new Dictionary<string, PhoneProgress>();
        foreach (var (bond, phone) in phones)
        {
            var path = $"phones.{bond}";
            if (phone is not { Received: >= 0, NoteId: >= 0, Contacts: not null, Playlists: not null })
            {
                leftOut.Add(path);
                continue;
            }

            kept[bond] = phone with
            {
                Contacts = Each(phone.Contacts, path + ".contacts", leftOut, name => name is not null),
                Playlists = Each(phone.Playlists, path + ".playlists", leftOut, name => name is not null),
            };
        }

        return kept;
    }

    // Where there is an id, the first that has it keeps it.
    private static T[] Each<T>(
        IReadOnlyList<T> all, string path, ICollection<string> leftOut, Func<T, bool> isWhole, Func<T, int>? id = null)
    {
        var kept = new List<T>(all.Count);
        var ids = new HashSet<int>();
        for (var i = 0; i < all.Count; i++)
        {
            if (isWhole(all[i]) && (id is null || ids.Add(id(all[i])))) kept.Add(all[i]);
            else leftOut.Add($"{path}[{i}]");
        }

        return [.. kept];
    }

    private static T Or<T>(T value, Func<T, bool> isRight, T otherwise, string path, ICollection<string> leftOut)
    {
        if (isRight(value)) return value;
        leftOut.Add(path);
        return otherwise;
    }

    private static bool IsPercent(int value) => value is >= 0 and <= 100;

    private static bool IsTime(DateTimeOffset? at) => at is not { } time || (time > Earliest && time < Latest);

    private static bool IsWhole(Note note) => note is { Text: not null } && note.Id < int.MaxValue && IsTime(note.Created);

    // Only a reminder may be without a time.
    private static bool IsWhole(ScheduledEntry entry) =>
        entry is not null && entry.Id < int.MaxValue && Enum.IsDefined(entry.Kind) && entry.Length >= TimeSpan.Zero
            && entry.Length < TimeSpan.FromDays(3660)
        && (entry.Due is not null || entry.Kind == ScheduledKind.Reminder) && IsTime(entry.Due) && IsTime(entry.RingingSince)
        && IsWhole(entry.Steady) && (entry.Local is not { } local || local.Year is >= 1000 and < 9999);

    private static bool IsWhole(SteadyMoment? moment) => moment is null or { Boot: not null, Uptime.Ticks: >= 0 };

    private static bool IsWhole(UndoEntry? undo) =>
        undo is null
        || (undo is { What: not null, RestoreNotes: not null, RestoreSchedule: not null, DropNotes: not null, DropSchedule: not null }
            && undo.RestoreNotes.All(IsWhole) && undo.RestoreSchedule.All(IsWhole) && (undo.Settings is null || IsWhole(undo.Settings)));

    private static bool IsWhole(GlassesSettings settings)
    {
        if (settings.Denied is null) return false;
        var wrong = new List<string>();
        Settings(settings, wrong);
        return wrong.Count == 0;
    }
}

using System.Text.Json.Serialization;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools.Scheduling;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>Everything the glasses remember, as one immutable document: it changes by replacement only,
/// so that a reader never sees half a change.</summary>
public sealed record GlassesState
{
    /// <summary>Version of the document's layout.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Layout version this document was written with.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Counts every change; two documents with the same number are the same.</summary>
    public long Generation { get; init; }

    /// <summary>Number the next entry gets.</summary>
    public int NextId { get; init; } = 1;

    /// <summary>What the wearer can adjust.</summary>
    public GlassesSettings Settings { get; init; } = new();

    /// <summary>Timers, alarms and reminders that have not ended, in order of creation.</summary>
    public IReadOnlyList<ScheduledEntry> Schedule { get; init; } = [];

    /// <summary>What rang until its time was over and was not stopped, oldest first; told at the next turn.</summary>
    public IReadOnlyList<ScheduledEntry> Missed { get; init => field = value ?? []; } = []; // a document from before it has none

    /// <summary>Notes, oldest first.</summary>
    public IReadOnlyList<Note> Notes { get; init; } = [];

    /// <summary>Names that any phone knows, for the dynamic list <c>contact</c>; empty until one has sent some.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Contacts => [.. Phones.Values.SelectMany(phone => phone.Contacts).Distinct()];

    /// <summary>Playlists that any phone knows, for the dynamic list <c>playlist</c>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Playlists => [.. Phones.Values.SelectMany(phone => phone.Playlists).Distinct()];

    /// <summary>What came in on the phone and was not read to the wearer on request yet, oldest first.</summary>
    public IReadOnlyList<PhoneMessage> Inbox { get; init; } = [];

    /// <summary>How far the exchange with each paired phone has come, by bond.</summary>
    public IReadOnlyDictionary<string, PhoneProgress> Phones { get; init; } = new Dictionary<string, PhoneProgress>();

    /// <summary>What the cloud has cost this month.</summary>
    public CloudSpending CloudSpending { get; init; } = new();

    /// <summary>What plays.</summary>
    public MediaState Media { get; init; } = new();

    /// <summary>When the video that is being recorded began; null when none is.</summary>
    public DateTimeOffset? RecordingSince { get; init; }

    /// <summary>The same on the clock that nobody can set.</summary>
    public SteadyMoment? RecordingBegan { get; init; }

    /// <summary>The last answer, for <c>Repeat</c>.</summary>
    public string? LastAnswer { get; init; }

    /// <summary>A question that waits for its answer; null without one.</summary>
    public FollowUp? Asked { get; init; }

    /// <summary>How the last change is taken back; null when there is nothing to undo.</summary>
    public UndoEntry? Undo { get; init; }
}

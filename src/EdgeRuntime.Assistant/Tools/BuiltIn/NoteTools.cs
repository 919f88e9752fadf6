using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Takes, reads and deletes notes in the wearer's own words.</summary>
internal static class NoteTools
{
    private const int MaxNotes = 1000;
    private const int MaxCharacters = 4000;
    private const int Read = 5; // nobody wants to hear a hundred

    public static IEnumerable<Tool> Create(GlassesPorts ports) =>
    [
        new Tool(
            new ToolSpec("TakeNote", "take notes", Permission.Notes, ArgumentSpec.OptionalWords("note")) { Dictated = "note" },
            (call, stop) => TakeAsync(ports, call.Text("note")!.Trim(), stop)),
        new Tool(
            new ToolSpec("ReadNotes", "read your notes", Permission.Notes),
            (_, _) => StateAnswers.Say(ReadText(ports.State.Current.Notes))),
        new Tool(new ToolSpec("DeleteNotes", "delete notes", Permission.Notes), (_, stop) => ports.State.ChangeAsync(
            "deleting notes",
            now => now.Notes.Count == 0 ? now : now with { Notes = [] },
            (was, _) => was.Notes.Count == 0
                ? "There are no notes to delete."
                : $"I deleted {AnswerText.Count(was.Notes.Count, "note")}. Say undo to get them back.",
            stop)),
    ];

    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when a note was taken")]
    private static ValueTask<Outcome<ToolResult>> TakeAsync(GlassesPorts ports, string text, CancellationToken stop)
    {
        if (text.Length > MaxCharacters || ports.State.Current.Notes.Count >= MaxNotes)
        {
            return ValueTask.FromResult<Outcome<ToolResult>>(new Failure(
                Stages.Tool, "notes-full", $"A note may have {MaxCharacters} characters, and there may be {MaxNotes} notes.",
                "Make it shorter, or delete some.", Blame.Wearer));
        }

        return ports.State.ChangeAsync(
            "taking a note",
            now => now with { Notes = [.. now.Notes, new Note(now.NextId, text, ports.Clock.WallNow)], NextId = now.NextId + 1 },
            (_, _) => $"Noted: {text}.",
            stop);
    }

    private static string ReadText(IReadOnlyList<Note> notes) => notes.Count switch
    {
        0 => "You have no notes.",
        <= Read => $"You have {AnswerText.Count(notes.Count, "note")}. {Texts(notes)}",
        _ => $"You have {AnswerText.Count(notes.Count, "note")}. The latest are: {Texts(notes)}",
    };

    private static string Texts(IEnumerable<Note> notes) =>
        string.Join(' ', notes.Reverse().Take(Read).Select(note => $"{AnswerText.Capitalised(note.Text.TrimEnd('.'))}."));
}

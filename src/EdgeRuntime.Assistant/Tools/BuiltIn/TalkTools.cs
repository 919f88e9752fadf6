using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Talking about the talk itself: repeat, stop, undo, help and courtesies.</summary>
internal static class TalkTools
{
    private const string HelpText =
        "You can say: take a photo, set a timer for five minutes, set the volume to forty percent, call Anna, play music, or what time "
        + "is it. "
        + "Say undo to take something back, and stop to silence me.";

    public static IEnumerable<Tool> Create(GlassesPorts ports) =>
    [
        new Tool(
            new ToolSpec("Repeat", "repeat the last answer", Permission.None),
            (_, _) => StateAnswers.Say(ports.State.Current.LastAnswer ?? "I haven't said anything yet.")),
        new Tool(new ToolSpec("Stop", "stop", Permission.None), (_, stop) => StopAsync(ports, stop)),
        new Tool(
            new ToolSpec("StopNavigation", "stop guiding you", Permission.None),
            (_, _) => StateAnswers.Say("I'm not guiding you anywhere.")),
        new Tool(new ToolSpec("Undo", "take the last change back", Permission.None), (_, stop) => UndoAsync(ports, stop)),
        Courtesy("Help", "help you", HelpText),
        Courtesy("Hello", "greet you", "Hello. What can I do for you?"),
        Courtesy("Thanks", "be thanked", "You're welcome."),
        Courtesy("Goodbye", "say goodbye", "Goodbye."),
        Courtesy("Yes", "take a yes", "Okay, but I hadn't asked anything."),
        Courtesy("No", "take a no", "Okay."),
    ];

    private static Tool Courtesy(string name, string summary, string answer) =>
        new(new ToolSpec(name, summary, Permission.None), (_, _) => StateAnswers.Say(answer));

    // What rings goes first, then what plays: the louder thing is what the wearer means.
    private static async ValueTask<Outcome<ToolResult>> StopAsync(GlassesPorts ports, CancellationToken stop)
    {
        var now = ports.State.Current;
        if (now.Schedule.Any(ScheduleChanges.Rings))
        {
            var ended = await ports.State.UpdateAsync(state => ScheduleChanges.Remove(state, ScheduleChanges.Rings), stop)
                .ConfigureAwait(false);
            return ended.Failure is { } failure ? failure : new ToolResult("Okay.");
        }

        return now.Media.Playing
            ? await ports.Player.SendAsync(MediaCommand.Pause, stop)
                .AnswerAsync(ports.Player.IsSimulated, _ => "Okay, paused.").ConfigureAwait(false)
            : new ToolResult("Okay.");
    }

    private static async ValueTask<Outcome<ToolResult>> UndoAsync(GlassesPorts ports, CancellationToken stop)
    {
        string? what = null;
        var undone = await ports.State.UpdateAsync(
            now =>
            {
                what = now.Undo?.What;
                return now.Undo?.ApplyTo(now) ?? now;
            },
            stop).ConfigureAwait(false);
        if (undone.Failure is { } failure)
        {
            return failure;
        }

        return what is null
            ? new Failure(Stages.Tool, "undo-nothing", "There is nothing to undo.", "Undo takes back the last change only.", Blame.Wearer)
            : new ToolResult($"Undone: {what}.");
    }
}

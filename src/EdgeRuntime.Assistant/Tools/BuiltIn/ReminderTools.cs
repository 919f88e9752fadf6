using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Sets and reads what the wearer wants to be told, at a time or without one.</summary>
internal static class ReminderTools
{
    private const int MaxReminders = 200;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);
    private static readonly TimeOnly Morning = new(9, 0); // where the wearer names only a day
    private static readonly TimeOnly Afternoon = new(15, 0);
    private static readonly TimeOnly Evening = new(20, 0);
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);
    private static readonly ScheduledEntry Blank = new(0, ScheduledKind.Reminder, null);

    public static IEnumerable<Tool> Create(GlassesPorts ports) =>
    [
        new Tool(
            new ToolSpec(
                "SetReminder", "remember things for you", Permission.Notes,
                new ArgumentSpec("reminder", SlotKind.Wildcard) { Question = "What should I remind you of? Say: remind me to …" },
                ArgumentSpec.OptionalTime("time"),
                ArgumentSpec.Duration("duration", Longest, required: false),
                new ArgumentSpec("day", SlotKind.List, Required: false),
                ArgumentSpec.Part,
                ArgumentSpec.Week,
                Repeats.Argument),
            (call, stop) => SetAsync(ports, call, stop)),
        new Tool(new ToolSpec("ReadReminders", "read your reminders", Permission.Notes), (_, _) => StateAnswers.Say(Read(ports))),
    ];

    private static ValueTask<Outcome<ToolResult>> SetAsync(GlassesPorts ports, ToolCall call, CancellationToken stop)
    {
        if (Repeats.Refusal(call, "reminder") is { } once)
        {
            return ValueTask.FromResult<Outcome<ToolResult>>(once);
        }

        if (ports.State.Current.Schedule.Count(IsReminder) >= MaxReminders)
        {
            return ValueTask.FromResult<Outcome<ToolResult>>(
                new Failure(
                    Stages.Tool, "reminders-too-many", $"There are already {MaxReminders} reminders.", "Let some pass first.",
                    Blame.Wearer));
        }

        if (!When(call, ports.Clock).TryGet(out var due, out var failure))
        {
            return ValueTask.FromResult<Outcome<ToolResult>>(failure);
        }

        if (due.Doubt is { } doubt)
        {
            return StateAnswers.Ask(WhichMoment.Ask("SetReminder", call, doubt, ports.Clock));
        }

        var text = call.Text("reminder")!.Trim();
        var answer = due.Entry.Due is { } moment
            ? $"I'll remind you {Said(moment, ports)} to {text}."
            : $"I'll keep it in your reminders: {text}.";
        return ports.State.ChangeAsync(
            $"setting a reminder to {text}",
            now => ScheduleChanges.Add(now, due.Entry with { Label = text }),
            (_, _) => answer,
            stop);
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "times of day")]
    private static Outcome<DueOrNever> When(ToolCall call, GlassesClock clock)
    {
        if (call.Has("duration"))
        {
            return new DueOrNever(clock.After(Blank, call.Duration("duration")));
        }

        var day = SaidDay.Read(call);
        if (!call.Has("time"))
        {
            return day is { Day: null, Part: null } ? new DueOrNever(Blank) : SomeTime(day, clock);
        }

        var next = DueTime.Next(call.Time("time"), day, clock.WallNow, clock.Zone);
        return next.TryGet(out var moment, out var failure) ? DueOrNever.At(moment, clock) : failure;
    }

    // Where the wearer names only a day, the hour is ours: one that has passed today is no reason to refuse.
    [SuppressMessage("ApiDesign", "RS0030", Justification = "times of day")]
    private static Outcome<DueOrNever> SomeTime(SaidDay day, GlassesClock clock)
    {
        var time = (day.Day, day.Part) switch
        {
            (_, "morning") or ("this morning", _) => Morning,
            (_, "afternoon") or ("this afternoon", _) => Afternoon,
            (_, not null) or ("today" or "tonight", _) => Evening,
            _ => Morning,
        };
        var next = DueTime.Next(new SaidTime(time) { IsOurs = true }, day, clock.WallNow, clock.Zone);
        return next.TryGet(out var moment, out var failure) ? DueOrNever.At(moment, clock)
            : failure.Code == DueTime.PastCode ? new DueOrNever(clock.After(Blank, Soon))
            : failure;
    }

    private static string Read(GlassesPorts ports)
    {
        var reminders = ports.State.Current.Schedule.Where(IsReminder)
            .OrderBy(entry => ports.Clock.Until(entry) ?? TimeSpan.MaxValue).ToArray();
        return reminders.Length == 0
            ? "You have no reminders."
            : $"You have {AnswerText.Count(reminders.Length, "reminder")}. "
            + $"{string.Join(' ', reminders.Take(10).Select(entry => One(entry, ports)))}";
    }

    private static string One(ScheduledEntry entry, GlassesPorts ports) =>
        AnswerText.Capitalised(ports.Clock.DueOf(entry) is { } due ? $"{Said(due, ports)}: {entry.Label}." : $"{entry.Label}.");

    [SuppressMessage("ApiDesign", "RS0030", Justification = "times of day")]
    private static string Said(DateTimeOffset due, GlassesPorts ports) =>
        AnswerText.When(LocalTime.At(due, ports.Clock.Zone), ports.Clock.LocalNow);

    private static bool IsReminder(ScheduledEntry entry) => entry.Kind == ScheduledKind.Reminder;

    private readonly record struct DueOrNever(ScheduledEntry Entry, DueMoment? Doubt = null)
    {
        public static DueOrNever At(DueMoment moment, GlassesClock clock) =>
            new(clock.On(Blank, moment.Due), moment.Other is null ? null : moment);
    }
}

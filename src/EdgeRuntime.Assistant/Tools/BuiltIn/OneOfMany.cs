using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools.Scheduling;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Asks which one is meant where a wearer speaks of "the timer" and several run.</summary>
internal static class OneOfMany
{
    private const int MostNamed = 5;

    /// <summary>How a wearer names a place, or a day of a month.</summary>
    public static IReadOnlyList<string> Places { get; } = ["first", "second", "third", "fourth", "fifth"];

    /// <summary>Arguments of a tool that takes one of many: <c>entry</c> is its number, and <c>every</c> stands for all of them.</summary>
    public static IReadOnlyList<ArgumentSpec> Arguments { get; } =
    [
        new("entry", SlotKind.Number, Required: false) { IsOfWearer = true },
        new("every", SlotKind.List, Required: false),
    ];

    /// <summary>Whether an entry is the one that was chosen, or none was chosen. Where nothing else is said and one of its kind rings,
    /// that one is meant.</summary>
    public static bool Means(ToolCall call, ScheduledEntry entry, GlassesState state)
    {
        if (call.Has("entry")) return entry.Id == (int)call.Number("entry");
        var isOpen = !call.Has("every") && !call.Has("duration") && !call.Has("time") && !IsPlural(call.Words);
        return !isOpen || ScheduleChanges.Rings(entry)
            || !state.Schedule.Any(other => other.Kind == entry.Kind && ScheduleChanges.Rings(other));
    }

    /// <summary>The question; null where all are meant, or no more than one.</summary>
    public static FollowUp? Question(string intent, ToolCall call, GlassesPorts ports, Func<ScheduledEntry, bool> isMeant)
    {
        ScheduledEntry[] meant = [.. ports.State.Current.Schedule.Where(isMeant).OrderBy(ports.Clock.Until)];
        return meant.Length < 2 || call.Has("every") || IsPlural(call.Words) ? null : new FollowUp(intent, Words(meant, ports))
        {
            Slots = call.Slots,
            Choices = Choices(meant),
        };
    }

    // "Cancel all timers" says so by its last noun, "cancel the timer" does not.
    private static bool IsPlural(string? words) => words?.Split(' ').Any(word => word is "timers" or "alarms") == true;

    private static Dictionary<string, Dictionary<string, SlotValue>> Choices(ScheduledEntry[] meant)
    {
        var choices = meant.Take(MostNamed).Select((entry, place) => (Places[place], entry))
            .ToDictionary(choice => choice.Item1, choice => Chosen(choice.entry));
        choices["last"] = Chosen(meant[^1]);
        choices["all"] = new() { ["every"] = SlotValue.Create(SlotKind.List, "all") };
        return choices;
    }

    private static Dictionary<string, SlotValue> Chosen(ScheduledEntry entry) =>
        new() { ["entry"] = SlotValue.Create(SlotKind.Number, entry.Id) };

    private static string Words(ScheduledEntry[] meant, GlassesPorts ports)
    {
        string[] names = [.. meant.Take(MostNamed).Select(entry => Name(entry, meant, ports))];
        return names.Length < meant.Length
            ? $"Which of {meant.Length}: {string.Join(", ", names.Select(name => $"the {name}"))}, or a later one?"
            : $"Which one: {string.Join(", ", names.SkipLast(1).Select(name => $"the {name}"))} or the {names[^1]}?";
    }

    // Names that sound alike are told apart by when they end.
    [SuppressMessage("ApiDesign", "RS0030", Justification = "words: \"tomorrow\"")]
    private static string Name(ScheduledEntry entry, ScheduledEntry[] meant, GlassesPorts ports)
    {
        var (zone, clock) = (ports.Clock.Zone, ports.Clock);
        var name = ScheduleText.Name(entry, zone);
        if (meant.Count(other => ScheduleText.Name(other, zone) == name) == 1) return name;
        return entry.Kind == ScheduledKind.Timer
            ? $"{name} with {AnswerText.Remaining(clock.Until(entry)!.Value)} left"
            : $"{name} {AnswerText.OnDay(LocalTime.At(clock.DueOf(entry)!.Value, zone), clock.LocalNow)}";
    }
}

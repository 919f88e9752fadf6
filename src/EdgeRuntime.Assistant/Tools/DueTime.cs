namespace EdgeRuntime.Assistant.Tools;

/// <summary>Finds the moment that a wearer means by a time of day and, perhaps, a day.</summary>
internal static class DueTime
{
    /// <summary>The next such moment after <paramref name="now"/>; <c>time-in-past</c> when it was today.</summary>
    /// <param name="time">Time of day.</param>
    /// <param name="day"><c>today</c>, <c>tonight</c>, <c>tomorrow</c>, a weekday in lower case, or null for the next time the clock shows it.</param>
    /// <param name="now">Now.</param>
    /// <param name="zone">The wearer's time zone.</param>
    public static Outcome<DateTimeOffset> Next(TimeOnly time, string? day, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = LocalTime.At(now, zone).Date;

        // "Tonight at seven" is never in the morning.
        time = day == "tonight" && time.Hour is > 0 and < 12 ? time.AddHours(12) : time;
        var first = DaysAhead(day, today.DayOfWeek);
        if (first is null)
        {
            return new Failure(Stages.Tool, "day-unknown", $"I don't know the day '{day}'.", "Say today, tonight, tomorrow or a day of the week.", Blame.Model);
        }

        var due = LocalTime.Moment(today.AddDays(first.Value).Add(time.ToTimeSpan()), zone);
        if (due > now)
        {
            return due;
        }

        return day is "today" or "tonight"
            ? new Failure(Stages.Tool, "time-in-past", "That time has already passed today.", "Name a later time, or say tomorrow.", Blame.Wearer)
            : LocalTime.Moment(today.AddDays(first.Value + (day is null ? 1 : 7)).Add(time.ToTimeSpan()), zone);
    }

    private static int? DaysAhead(string? day, DayOfWeek today) => day switch
    {
        null or "today" or "tonight" => 0,
        "tomorrow" => 1,
        _ => Enum.TryParse<DayOfWeek>(day, ignoreCase: true, out var weekday) ? (weekday - today + 7) % 7 : null,
    };
}

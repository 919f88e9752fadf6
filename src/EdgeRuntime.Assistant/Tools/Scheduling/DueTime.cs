using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Tools.Scheduling;

/// <summary>Finds the moment that a wearer means by a time of day and, perhaps, a day and a part of it.</summary>
internal static class DueTime
{
    /// <summary>Code of a time that was today.</summary>
    public const string PastCode = "time-in-past";

    // A time that has passed less than an hour ago comes again in the other half of the day and, as likely meant, in this half tomorrow.
    private static readonly TimeSpan JustPassed = TimeSpan.FromHours(11);

    private const int EarlyHour = 5; // before it a night goes on that began the day before

    /// <summary>The next such moment after <paramref name="now"/>, with the other one where it is as likely;
    /// <c>time-in-past</c> when it was today.</summary>
    /// <param name="time">Time of day.</param>
    /// <param name="said">Day; none for the next time the clock shows it.</param>
    /// <param name="zone">The wearer's time zone.</param>
    public static Outcome<DueMoment> Next(SaidTime time, SaidDay said, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = LocalTime.At(now, zone);
        if (DaysAhead(said, today.DayOfWeek) is not { } days)
        {
            return new Failure(
                Stages.Tool, "day-unknown", $"I don't know the day '{said.Day}'.",
                "Say today, tonight, tomorrow or a day of the week.", Blame.Model);
        }

        if (OnDay(time, said, days[0], now, zone) is not { } first)
        {
            return days.Length > 1 && OnDay(time, said, days[1], now, zone) is { } later ? later
                : new Failure(
                    Stages.Tool, PastCode, "That time has already passed today.", "Name a later time, or say tomorrow.", Blame.Wearer);
        }

        var isDoubtful = days.Length > 1 && (days[0] > 0 || IsSecondBest(time, said, first, zone));
        return isDoubtful && OnDay(time, said, days[1], now, zone) is { } other
            ? new DueMoment(first.Due, other.Due) { AreDays = true }
            : first;
    }

    private static DueMoment? OnDay(SaidTime time, SaidDay said, int first, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = LocalTime.At(now, zone);
        var part = said.Part ?? PartOf(said.Day);

        // In the small hours "tonight" is the night that goes on.
        var isEarly = today.Hour < EarlyHour && first == 0;
        DateTimeOffset[] moments =
        [
            .. Readings(time, said.Day, part)
                .SelectMany(
                    reading => Dates(reading, first, said.Day, part, isEarly)
                        .Select(date => today.Date.AddDays(date) + reading.ToTimeSpan()))
                .Select(local => LocalTime.Moment(local, zone))
                .Where(moment => moment > now)
                .Distinct().Order(),
        ];
        return moments.Length == 0 ? null
            : said.Day is null or "tonight" || part is not null ? Soonest(moments, now, zone, time.IsEitherHalf && part is null)
            : OfDay(moments, zone);
    }

    // Monday's name said on a Monday: that the better reading of its time has passed speaks for the next one, and so does a day that was
    // named without a time, for which "today" is shorter.
    private static bool IsSecondBest(SaidTime time, SaidDay said, DueMoment today, TimeZoneInfo zone) =>
        time.IsOurs
        || (time.IsEitherHalf && said.Part is null && time.Time.Hour is >= 6 and < 12 && LocalTime.At(today.Due, zone).Hour >= 12);

    private static DueMoment Soonest(DateTimeOffset[] moments, DateTimeOffset now, TimeZoneInfo zone, bool mayBeEither)
    {
        var isMorning = LocalTime.At(moments[0], zone).Hour is >= 6 and < 12; // when most alarms ring
        var isTie = mayBeEither && moments[0] - now > JustPassed && !isMorning;
        return new DueMoment(moments[0], isTie ? moments[1] : null);
    }

    // Of a day that is named: from six to eleven the morning is meant, and noon; at one to five nobody can tell.
    private static DueMoment OfDay(DateTimeOffset[] moments, TimeZoneInfo zone) => moments.Length == 1
        ? new DueMoment(moments[0], null)
        : LocalTime.At(moments[0], zone).Hour switch
        {
            0 => new DueMoment(moments[1], null),
            < 6 => new DueMoment(moments[0], moments[1]),
            _ => new DueMoment(moments[0], null),
        };

    private static TimeOnly[] Readings(SaidTime time, string? day, string? part)
    {
        // "Tonight at seven" is never in the morning.
        if (!time.IsEitherHalf) return [day == "tonight" && time.Time.Hour is >= EarlyHour and < 12 ? time.Time.AddHours(12) : time.Time];
        var morning = new TimeOnly(time.Time.Hour % 12, time.Time.Minute);
        var evening = morning.AddHours(12);
        return part switch
        {
            null => [morning, evening],
            "morning" => [morning],
            "afternoon" => [evening],
            "evening" => [morning.Hour == 0 ? morning : evening],
            _ => [morning.Hour < EarlyHour ? morning : evening],
        };
    }

    // "Tonight at one" and "today at midnight" are on the next date.
    private static int[] Dates(TimeOnly reading, int first, string? day, string? part, bool isEarly)
    {
        if (day is null && part is null) return [first, first + 1];
        var isAfterMidnight = (part is "night" or "evening" && reading.Hour < EarlyHour)
            || (day == "today" && reading == TimeOnly.MinValue);
        int[] dates = !isAfterMidnight ? [first] : isEarly ? [first, first + 1] : [first + 1];
        return day is null ? [.. dates, dates[^1] + 1] : dates;
    }

    private static string? PartOf(string? day) => day switch
    {
        "tonight" => "night",
        "this morning" => "morning",
        "this afternoon" => "afternoon",
        _ => null,
    };

    // Two days where the second is meant when the first has passed, or may be meant as well.
    private static int[]? DaysAhead(SaidDay said, DayOfWeek today) => said.Day switch
    {
        null or "today" or "tonight" or "this morning" or "this afternoon" => [0],
        "tomorrow" => [1],
        _ => Enum.TryParse<DayOfWeek>(said.Day, ignoreCase: true, out var weekday) ? DaysAhead(weekday, said.Week, today) : null,
    };

    private static int[] DaysAhead(DayOfWeek weekday, string? week, DayOfWeek today)
    {
        var ahead = (weekday - today + 7) % 7;
        return week switch
        {
            SaidDay.This => [ahead],
            SaidDay.Later => [ahead + 7],
            SaidDay.Next when ahead == 0 => [7],
            SaidDay.Next when IsInNextWeek(weekday, today) => [ahead],
            SaidDay.Next => [ahead, ahead + 7],
            _ => ahead == 0 ? [0, 7] : [ahead],
        };
    }

    // Of the next week to everybody, whether weeks begin on Sunday or on Monday; else "next Friday" is the coming one to some, and to
    // others the one behind it.
    private static bool IsInNextWeek(DayOfWeek weekday, DayOfWeek today) =>
        weekday < today && ((int)weekday + 6) % 7 < ((int)today + 6) % 7;
}

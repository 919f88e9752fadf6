using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>Finds the moment that a wearer means by a time of day and, perhaps, a day and a part of it.</summary>
internal static class DueTime
{
    /// <summary>Code of a time that was today.</summary>
    public const string PastCode = "time-in-past";

    // A time that has passed less than an hour ago comes again in the other half of the day and, as likely meant, in this half tomorrow.
    private static readonly TimeSpan JustPassed = TimeSpan.FromHours(11);

    private const int EarlyHour = 5; // before it a night goes on that began the day before

    /// <summary>The next such moment after <paramref name="now"/>, with the other one where it is as likely; <c>time-in-past</c> when it was today.</summary>
    /// <param name="time">Time of day.</param>
    /// <param name="day"><c>today</c>, <c>tonight</c>, <c>this morning</c>, <c>this afternoon</c>, <c>tomorrow</c>, a weekday in lower case, or null for the
    /// next time the clock shows it.</param>
    /// <param name="part"><c>morning</c>, <c>afternoon</c>, <c>evening</c>, <c>night</c>, or null.</param>
    /// <param name="now">Now.</param>
    /// <param name="zone">The wearer's time zone.</param>
    public static Outcome<DueMoment> Next(SaidTime time, string? day, string? part, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = LocalTime.At(now, zone);
        if (DaysAhead(day, today.DayOfWeek) is not { } days)
        {
            return new Failure(Stages.Tool, "day-unknown", $"I don't know the day '{day}'.", "Say today, tonight, tomorrow or a day of the week.", Blame.Model);
        }

        part ??= PartOf(day);
        var readings = Readings(time, day, part);
        foreach (var first in days)
        {
            // In the small hours "tonight" is the night that goes on.
            var isEarly = today.Hour < EarlyHour && first == 0;
            DateTimeOffset[] moments =
            [
                .. readings
                    .SelectMany(reading => Dates(reading, first, day, part, isEarly).Select(date => LocalTime.Moment(today.Date.AddDays(date) + reading.ToTimeSpan(), zone)))
                    .Where(moment => moment > now)
                    .Distinct().Order(),
            ];
            if (moments.Length > 0)
            {
                return day is null or "tonight" || part is not null ? Soonest(moments, now, zone, time.IsEitherHalf && part is null) : OfDay(moments, zone);
            }
        }

        return new Failure(Stages.Tool, PastCode, "That time has already passed today.", "Name a later time, or say tomorrow.", Blame.Wearer);
    }

    /// <summary>The question between two moments of the same time: "Tomorrow at 5 in the morning, or at 5 in the afternoon?"</summary>
    public static string Question(DateTimeOffset first, DateTimeOffset second, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (one, other, today) = (LocalTime.At(first, zone), LocalTime.At(second, zone), LocalTime.At(now, zone));
        var question = one.Date == other.Date
            ? $"{AnswerText.OnDay(one, today)} {AnswerText.InPart(one)}, or {AnswerText.InPart(other)}?"
            : $"{AnswerText.OnDay(one, today)} {AnswerText.InPart(one)}, or {AnswerText.OnDay(other, today)} {AnswerText.InPart(other)}?";
        return AnswerText.Capitalised(question.Trim());
    }

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
        var isAfterMidnight = (part is "night" or "evening" && reading.Hour < EarlyHour) || (day == "today" && reading == TimeOnly.MinValue);
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

    private static int[]? DaysAhead(string? day, DayOfWeek today) => day switch
    {
        null or "today" or "tonight" or "this morning" or "this afternoon" => [0],
        "tomorrow" => [1],
        _ => Enum.TryParse<DayOfWeek>(day, ignoreCase: true, out var weekday) && (weekday - today + 7) % 7 is var ahead ? [ahead, ahead + 7] : null,
    };
}

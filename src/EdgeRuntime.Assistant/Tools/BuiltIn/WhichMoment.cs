using System.Globalization;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools.Scheduling;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Asks which of two moments is meant: in which half of the day, or on which of two days a week apart.</summary>
internal static class WhichMoment
{
    /// <summary>The question between the two moments of a wish; it must have two.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "words: \"today\", \"tomorrow\"")]
    public static FollowUp Ask(string intent, ToolCall call, DueMoment moment, GlassesClock clock)
    {
        var (one, other) = (LocalTime.At(moment.Due, clock.Zone), LocalTime.At(moment.Other!.Value, clock.Zone));
        var words = moment.AreDays
            ? DayQuestion(one, other, clock.LocalNow)
            : HalfQuestion(one, other, clock.LocalNow, isDaySaid: call.Has("day"));
        return new FollowUp(intent, AnswerText.Capitalised(words))
        {
            Slots = call.Slots,
            Choices = moment.AreDays ? Days(one, other, clock.LocalNow) : Halves(one, other),
        };
    }

    // A day that the wearer named is said once; where it is ours, each time is said with its own.
    private static string HalfQuestion(DateTime one, DateTime other, DateTime now, bool isDaySaid) => isDaySaid && one.Date == other.Date
        ? $"{AnswerText.OnDay(one, now)} {AnswerText.InPart(one)}, or {AnswerText.InPart(other)}?"
        : $"{AnswerText.OnDay(one, now)} {AnswerText.InPart(one)}, or {AnswerText.OnDay(other, now)} {AnswerText.InPart(other)}?";

    private static string DayQuestion(DateTime one, DateTime other, DateTime now) =>
        $"{AnswerText.OnDate(one, now)}, or {AnswerText.OnDate(other, now)}?";

    private static Dictionary<string, Dictionary<string, SlotValue>> Halves(DateTime one, DateTime other)
    {
        var (first, second) = (At(one), At(other));
        return new() { ["first"] = first, ["second"] = second, ["last"] = second };
    }

    private static Dictionary<string, Dictionary<string, SlotValue>> Days(DateTime one, DateTime other, DateTime now)
    {
        var (coming, later) = (InWeek(SaidDay.This), InWeek(SaidDay.Later));
        Dictionary<string, Dictionary<string, SlotValue>> choices = new()
        {
            ["first"] = coming,
            ["second"] = later,
            ["last"] = later,
            [SaidDay.This] = coming,
            [SaidDay.Next] = later,
        };
        if (one.Date == now.Date) choices[other.DayOfWeek.ToString().ToLowerInvariant()] = later; // "today, or on Monday?"
        NameByDate(choices, one, coming);
        NameByDate(choices, other, later);
        return choices;
    }

    // The question names dates, so "the second" may be one of them; where it may be a place in the question as well, it is no answer.
    private static void NameByDate(
        Dictionary<string, Dictionary<string, SlotValue>> choices, DateTime day, Dictionary<string, SlotValue> chosen)
    {
        if (day.Day > OneOfMany.Places.Count) return;
        var name = OneOfMany.Places[day.Day - 1];
        if (!choices.TryAdd(name, chosen) && choices[name] != chosen) choices.Remove(name);
    }

    private static Dictionary<string, SlotValue> InWeek(string week) => new() { ["week"] = SlotValue.Create(SlotKind.List, week) };

    private static Dictionary<string, SlotValue> At(DateTime moment) =>
        new() { ["time"] = SlotValue.Create(SlotKind.Time, moment.ToString("HH:mm", CultureInfo.InvariantCulture)) };
}

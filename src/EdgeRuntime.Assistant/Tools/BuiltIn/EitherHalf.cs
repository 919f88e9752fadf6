using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Asks in which half of the day a time is meant.</summary>
internal static class EitherHalf
{
    /// <summary>The question between two moments of one wish.</summary>
    public static FollowUp Of(string intent, ToolCall call, DateTimeOffset first, DateTimeOffset second, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (one, other) = (At(first, zone), At(second, zone));
        return new FollowUp(intent, DueTime.Question(first, second, now, zone))
        {
            Slots = call.Slots,
            Choices = new Dictionary<string, Dictionary<string, SlotValue>> { ["first"] = one, ["second"] = other, ["last"] = other },
        };
    }

    private static Dictionary<string, SlotValue> At(DateTimeOffset moment, TimeZoneInfo zone) =>
        new() { ["time"] = SlotValue.Of(SlotKind.Time, LocalTime.Of(moment, zone).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)) };
}

using System.Globalization;
using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Assistant.Speaking;

/// <summary>Says the value of a slot.</summary>
internal static class SpokenSlot
{
    /// <summary>"10 minutes", "40 percent", "7:30 AM", or the words themselves.</summary>
    public static string From(SlotValue value) => value switch
    {
        { Kind: SlotKind.Duration, Number: { } seconds } => AnswerText.Duration(TimeSpan.FromSeconds(seconds)),
        { Kind: SlotKind.Percent, Number: { } percent } => AnswerText.Percent(percent),
        { Kind: SlotKind.Time, IsEitherHalf: false } when TimeOnly.TryParseExact(value.Text, "HH:mm", out var time) =>
            AnswerText.Time(time),
        { Number: { } number } => number.ToString(CultureInfo.InvariantCulture),
        _ => value.Text ?? "",
    };
}

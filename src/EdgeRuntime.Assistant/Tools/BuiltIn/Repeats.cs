using System.Text.RegularExpressions;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Refuses what is to happen again and again: everything that is scheduled happens once.</summary>
internal static partial class Repeats
{
    private const string Name = "repeat";

    /// <summary>How often, in whatever words.</summary>
    public static ArgumentSpec Argument { get; } = new(Name, SlotKind.List, Required: false) { IsOfWearer = true };

    /// <summary>Why a call that is to repeat itself is not carried out; null for one that happens once.</summary>
    /// <param name="words">Argument of free words at whose end it may be said as well; null without one.</param>
    public static Failure? Refusal(ToolCall call, string? words = null) =>
        call.Has(Name) || (words is not null && call.Text(words) is { } text && AtEnd().IsMatch(text))
            ? new Failure(
                Stages.Tool,
                "repeats-unsupported",
                "I can set that only once, not again and again.",
                "Ask for one time, such as tomorrow.",
                Blame.Wearer)
            : null;

    // "Every day", "each Monday morning", "every two hours", "every other week", "daily"; but "water every plant" is done once.
    [GeneratedRegex(
        @"\b((every|each)(\s+(other|single|second|third|\d+|one|two|three|four|five|six|eight|ten|twelve|fifteen|twenty|thirty))?\s+"
        + @"(minute|hour|day|night|morning|afternoon|evening|noon|week|weekday|weekend|month|year"
        + @"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?"
        + @"(\s+(morning|afternoon|evening|night))?|(?<!\b(the|a|my)\s+)(hourly|daily|nightly|weekly|monthly|yearly))\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AtEnd();
}

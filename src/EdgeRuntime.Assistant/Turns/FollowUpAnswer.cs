using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>Reads what was said as the answer to an open question.</summary>
internal static class FollowUpAnswer
{
    /// <summary>Intent of sentences that only answer a question.</summary>
    public const string Intent = "Answer";

    private const string Choice = "which";
    private const string CountName = "count";
    private const string PercentName = "percent";

    /// <summary>The wish that a question and its answer make together; a bare yes makes the wish as it was, which is asked about again;
    /// an answer without a question, or to another one, is not understood; anything else is a wish of its own.</summary>
    /// <param name="asked">The open question; null without one.</param>
    /// <param name="tool">Tool that the question is about; null without one.</param>
    public static Recognition Resolve(FollowUp? asked, Recognition heard, ToolSpec? tool)
    {
        if (heard is not { Verdict: RecognitionVerdict.Accepted, Best: { } answer }) return heard;
        if (answer.Intent == "Yes" && asked is not null)
        {
            return heard with { Best = answer with { Intent = asked.Intent, Slots = asked.Slots } };
        }

        if (answer.Intent != Intent) return heard;
        return asked is not null && tool is not null && Slots(asked, answer, tool) is { } slots
            ? heard with { Best = new Interpretation(asked.Intent, slots, answer.Words, NeedsDictation: false), RunnerUp = null }
            : heard with { Best = null, RunnerUp = null, Verdict = RecognitionVerdict.Rejected };
    }

    private static Dictionary<string, SlotValue>? Slots(FollowUp asked, Interpretation answer, ToolSpec tool)
    {
        bool IsOfTool(KeyValuePair<string, SlotValue> slot) =>
            tool.Arguments.Any(argument => argument.Name == slot.Key && argument.Kind == slot.Value.Kind);
        var said = answer.Slots.Where(IsOfTool).ToArray();
        if (said.Length == 0 && BareNumber(answer) is { } number && Counted(tool, number) is { } counted) said = [counted];
        var chosen = Chosen(asked, answer);
        if (chosen is null && answer.Slots.ContainsKey(Choice)) return null;
        var slots = new Dictionary<string, SlotValue>(asked.Slots);
        bool IsOutdated(ArgumentSpec argument) => argument.Qualifies is { } of && said.Any(slot => slot.Key == of);
        foreach (var old in tool.Arguments.Where(IsOutdated)) slots.Remove(old.Name);
        foreach (var (name, value) in said.Concat(chosen ?? [])) slots[name] = value;
        return said.Length > 0 || chosen is not null ? slots : null;
    }

    // "Ten" is heard as a time of day, which is no answer to "for how long?"
    private static double? BareNumber(Interpretation answer) =>
        answer.Slots.TryGetValue(CountName, out var count) ? count.Number :
        answer.Slots.TryGetValue("time", out var time) && time is { IsEitherHalf: true, Text: [var tens, var ones, ':', '0', '0'] }
            ? ((tens - '0') * 10) + (ones - '0')
            : null;

    private static KeyValuePair<string, SlotValue>? Counted(ToolSpec tool, double number)
    {
        bool Has(string name) => tool.Arguments.Any(argument => argument.Name == name);
        return Has(CountName) ? new(CountName, SlotValue.Create(SlotKind.Number, number))
            : Has(PercentName) ? new(PercentName, SlotValue.Create(SlotKind.Percent, number)) : null;
    }

    // "The first one", or "next Friday" where the question was which Friday.
    private static Dictionary<string, SlotValue>? Chosen(FollowUp asked, Interpretation answer) => answer.Slots.Values
        .Where(value => value is { Kind: SlotKind.List, Text: not null })
        .Select(value => asked.Choices.GetValueOrDefault(value.Text!))
        .FirstOrDefault(choice => choice is not null);
}

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

    /// <summary>The wish that a question and its answer make together; a bare yes makes the wish as it was, which is asked about again; an answer without a
    /// question, or to another one, is not understood; anything else is a wish of its own.</summary>
    /// <param name="asked">The open question; null without one.</param>
    /// <param name="heard">What was said.</param>
    /// <param name="tool">Tool that the question is about; null without one.</param>
    public static Recognition Resolve(FollowUp? asked, Recognition heard, ToolSpec? tool)
    {
        if (heard is not { Verdict: RecognitionVerdict.Accepted, Best: { } answer }) return heard;
        if (answer.Intent == "Yes" && asked is not null) return heard with { Best = answer with { Intent = asked.Intent, Slots = asked.Slots } };
        if (answer.Intent != Intent) return heard;
        return asked is not null && tool is not null && Slots(asked, answer, tool) is { } slots
            ? heard with { Best = new Interpretation(asked.Intent, slots, answer.Words, NeedsDictation: false), RunnerUp = null }
            : heard with { Best = null, RunnerUp = null, Verdict = RecognitionVerdict.Rejected };
    }

    private static Dictionary<string, SlotValue>? Slots(FollowUp asked, Interpretation answer, ToolSpec tool)
    {
        var said = answer.Slots.Where(slot => tool.Arguments.Any(argument => argument.Name == slot.Key && argument.Kind == slot.Value.Kind));
        var slots = new Dictionary<string, SlotValue>(asked.Slots);
        var isAnswered = false;
        if (answer.Slots.TryGetValue(Choice, out var which))
        {
            if (!asked.Choices.TryGetValue(which.Text ?? "", out var chosen)) return null;
            said = said.Concat(chosen);
        }

        foreach (var (name, value) in said)
        {
            slots[name] = value;
            isAnswered = true;
        }

        return isAnswered ? slots : null;
    }
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Device.Evaluation.Sentences;

/// <summary>What became of one labelled sentence.</summary>
/// <param name="Label">What was right.</param>
/// <param name="Read">What was understood; null where the text cannot be tried.</param>
/// <param name="Missing">Slot that the wearer is asked for before it is carried out; null where none.</param>
/// <param name="Taken">Time that it took.</param>
/// <param name="Failure">Why it cannot be tried.</param>
public sealed record SentenceOutcome(LabelledSentence Label, Recognition? Read, string? Missing, TimeSpan Taken, Failure? Failure = null)
{
    /// <summary>What the glasses do.</summary>
    public SentenceEnd End => Read?.Verdict switch
    {
        RecognitionVerdict.Accepted => Missing is null ? SentenceEnd.Act : SentenceEnd.Ask,
        RecognitionVerdict.Ask => SentenceEnd.Ask,
        _ => SentenceEnd.Decline,
    };

    /// <summary>True when it is carried out with a right intent and all slots that are checked.</summary>
    public bool IsRight => End == SentenceEnd.Act && IsAsLabelled(Read!.Best, given: null);

    /// <summary>True when it is right, or the labelled answer to the question makes it so.</summary>
    public bool IsRightAfterQuestion => IsRight || (End == SentenceEnd.Ask
        && (IsAsLabelled(Read!.Best, Missing) || (Missing is null && IsAsLabelled(Read.RunnerUp, given: null))));

    /// <summary>True when the best reading is right, whatever is done with it; what is missing and asked for is no fault.</summary>
    public bool IsBestRight => IsAsLabelled(Read?.Best ?? Read?.Sentence?.Reading, Missing);

    /// <summary>True when an act has a right intent.</summary>
    public bool HasRightIntent => End == SentenceEnd.Act && IsRightIntent(Read!.Best!.Intent);

    /// <summary>What was right; <c>(nothing)</c> for a sentence that must not be carried out.</summary>
    public string Expected => Label.IsWish ? Label.Intent : "(nothing)";

    /// <summary>What was done, as <c>SetVolume(percent=30)</c>, or why not.</summary>
    public string Got => End switch
    {
        SentenceEnd.Act => CommandOutcome.Text(Read!.Best!),
        SentenceEnd.Ask => $"(asked: {Missing ?? Read!.Best!.Intent})",
        _ => Failure is null ? $"(declined: {Read?.Sentence?.Kind.ToString().ToLowerInvariant() ?? "no reading"})" : $"({Failure.Code})",
    };

    private bool IsRightIntent(string intent) => Label.IsWish && (intent == Label.Intent || Label.Also.Contains(intent));

    // Slots are labelled for the first intent; of another right one only the intent is known.
    private bool IsAsLabelled(Interpretation? reading, string? given)
    {
        if (reading is null || !IsRightIntent(reading.Intent)) return false;
        if (Label.Slots is null || reading.Intent != Label.Intent) return true;
        return reading.Slots.Keys.All(Label.Slots.ContainsKey)
            && Label.Slots.All(slot => slot.Key == given
                || (reading.Slots.TryGetValue(slot.Key, out var value) && CommandOutcome.Same(slot.Value, value)));
    }
}

using System.Globalization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding.Sentences;

namespace EdgeRuntime.Device.Evaluation.Sentences;

/// <summary>Writes what became of every sentence as a tab-separated table, with the measures that its confidence came from.</summary>
public static class SentenceRows
{
    private const string Header = "text\tsource\tintent_wanted\tgot\tend\tbest_right\tright\tright_after_question\tconfidence\tkind\tintent"
        + "\toutside\tmore\tnegated\tunread\tworst_slot\tms";

    /// <summary>Writes the table. Failure: <c>rows-not-written</c>.</summary>
    /// <param name="path">Where to; null for nowhere.</param>
    /// <param name="outcomes">In the order of the labels.</param>
    public static Failure? Write(string? path, IReadOnlyList<SentenceOutcome> outcomes)
    {
        if (path is null) return null;
        try
        {
            File.WriteAllLines(path, outcomes.Select(Row).Prepend(Header));
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Failure(
                Stages.Start, "rows-not-written", $"The rows cannot be written to {path}: {error.Message}",
                "Give --rows a file in a writable folder.");
        }
    }

    private static string Row(SentenceOutcome outcome)
    {
        var sentence = outcome.Read?.Sentence;
        return string.Join(
            '\t', outcome.Label.Text, outcome.Label.Source, outcome.Label.Intent, outcome.Got, outcome.End.ToString(),
            Flag(outcome.IsBestRight), Flag(outcome.IsRight), Flag(outcome.IsRightAfterQuestion),
            Number(outcome.Read?.Confidence ?? 0), KindOf(outcome),
            Number(sentence?.Probability ?? 0), Number(sentence?.Outside ?? 0), Number(sentence?.More ?? 0), Number(sentence?.Negated ?? 0),
            Number(sentence?.Unread ?? 0), Number(sentence?.WorstSlot ?? 1), Number(outcome.Taken.TotalMilliseconds));
    }

    private static string KindOf(SentenceOutcome outcome) =>
        outcome.Read?.Sentence is { } sentence ? sentence.Kind.ToString() : outcome.Read?.Best is null ? "" : "Grammar";

    private static string Flag(bool value) => value ? "1" : "0";

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}

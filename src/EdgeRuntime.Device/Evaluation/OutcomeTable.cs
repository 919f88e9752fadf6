using System.Globalization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>Writes what became of every recording as a tab-separated table, with the evidence that its confidence came from.</summary>
public static class OutcomeTable
{
    private const string Header = "file\texpected\tgot\texact\tconfidence\tpath_score\tworst_word\tworst_gap\tmargin\tspoken_frames\tframes"
        + "\tfree_frames\twords\tphones\tlog_sentences\tover\tworst_over\tworst_phone\tbad_phones\tpasses_agree";

    /// <summary>Writes the table. Failure: <c>rows-not-written</c>.</summary>
    /// <param name="path">Where to; null for nowhere.</param>
    /// <param name="outcomes">In the order of the labels.</param>
    public static Failure? Write(string? path, IReadOnlyList<CommandOutcome> outcomes)
    {
        if (path is null) return null;
        try
        {
            File.WriteAllLines(path, outcomes.Select(Row).Prepend(Header));
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Failure(Stages.Start, "rows-not-written", $"The rows cannot be written to {path}: {error.Message}", "Give --rows a file in a writable folder.");
        }
    }

    // The best reading stands here whatever the verdict: whoever sets a threshold needs to know what it would let through.
    private static string Row(CommandOutcome outcome)
    {
        var recognition = outcome.Heard?.Recognition;
        var evidence = recognition?.Evidence ?? default(RecognitionEvidence);
        double[] numbers =
        [
            recognition?.Confidence ?? 0, evidence.PathScore, evidence.WorstWord, evidence.WorstGap, evidence.Margin, evidence.SpokenFrames, evidence.Frames,
            evidence.FreeFrames, evidence.Words, evidence.Phones, evidence.LogSentences, evidence.Over, evidence.WorstOver, evidence.WorstPhone, evidence.BadPhones,
            evidence.PassesAgree ? 1 : 0,
        ];
        var cells = numbers.Select(number => number.ToString("0.####", CultureInfo.InvariantCulture));
        return string.Join('\t', [outcome.Label.File, outcome.Expected, outcome.Best, outcome.IsBestExact ? "1" : "0", .. cells]);
    }
}

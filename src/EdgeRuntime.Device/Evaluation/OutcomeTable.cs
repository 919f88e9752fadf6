using System.Globalization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>Writes what became of every recording as a tab-separated table, with the evidence that its confidence came from.</summary>
public static class OutcomeTable
{
    private const string Header = "file\texpected\tgot\texact\tconfidence\tpath_score\tworst_word\tworst_gap\tmargin\tspoken_frames\tframes"
        + "\tfree_frames\twords\tphones\tlog_sentences\tover\tworst_over\tworst_phone\tbad_phones\tpasses_agree"
        + "\tover_sounds\tgaps\tfree_phones\tfree_span\tfree_score\tfirst_path_score\tfirst_worst_word\tfirst_worst_gap\tfirst_worst_phone"
        + "\tfirst_margin\tfirst_over\tfirst_over_sounds\tfirst_free_score"
        + "\texpert_asked\texpert_agrees\texpert_reads_the_same\texpert_margin\texpert_own_margin\texpert_fit\tnet_loss";

    /// <summary>Writes the table. Failure: <c>rows-not-written</c>.</summary>
    /// <param name="path">Where to; null for nowhere.</param>
    /// <param name="outcomes">In the order of the labels.</param>
    public static Failure? Write(string? path, IReadOnlyList<CommandOutcome> outcomes)
    {
        return Write(path, Header, outcomes.Select(Row));
    }

    /// <summary>Writes the candidates of every recording, one a line. Failure: <c>rows-not-written</c>.</summary>
    /// <param name="path">Where to; null for nowhere.</param>
    /// <param name="outcomes">In the order of the labels.</param>
    public static Failure? WriteCandidates(string? path, IReadOnlyList<CommandOutcome> outcomes) =>
        Write(path, "file\trank\tscore\texpert_score\texact\twords\treading", outcomes.SelectMany(CandidateRows));

    private static Failure? Write(string? path, string header, IEnumerable<string> rows)
    {
        if (path is null) return null;
        try
        {
            File.WriteAllLines(path, rows.Prepend(header));
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Failure(
                Stages.Start, "rows-not-written", $"The rows cannot be written to {path}: {error.Message}",
                "Give --rows and --candidates a file in a writable folder.");
        }
    }

    private static IEnumerable<string> CandidateRows(CommandOutcome outcome) => (outcome.Candidates ?? []).Select((candidate, rank) =>
        string.Join(
            '\t',
            outcome.Label.File,
            (rank + 1).ToString(CultureInfo.InvariantCulture),
            candidate.Score.ToString("0.####", CultureInfo.InvariantCulture),
            candidate.ExpertScore?.ToString("0.####", CultureInfo.InvariantCulture) ?? "",
            outcome.IsAsLabelled(candidate.Reading) ? "1" : "0",
            candidate.Reading.Words,
            CommandOutcome.Text(candidate.Reading)));

    // The best reading stands here whatever the verdict: whoever sets a threshold needs to know what it would let through.
    private static string Row(CommandOutcome outcome)
    {
        var recognition = outcome.Heard?.Recognition;
        var evidence = recognition?.Evidence ?? default(RecognitionEvidence);
        var (first, expert) = (evidence.First, evidence.Expert);
        double[] numbers =
        [
            recognition?.Confidence ?? 0, evidence.PathScore, evidence.WorstWord, evidence.WorstGap, evidence.Margin, evidence.SpokenFrames,
            evidence.Frames,
            evidence.FreeFrames, evidence.Words, evidence.Phones, evidence.LogSentences, evidence.Over, evidence.WorstOver,
            evidence.WorstPhone, evidence.BadPhones,
            evidence.PassesAgree ? 1 : 0, evidence.OverSounds, evidence.Gaps, evidence.FreePhones, evidence.FreeSpan, evidence.FreeScore,
            first.PathScore, first.WorstWord, first.WorstGap, first.WorstPhone, first.Margin, first.Over, first.OverSounds, first.FreeScore,
            expert.IsAsked ? 1 : 0, expert.Agrees ? 1 : 0, expert.ReadsTheSame ? 1 : 0,
            expert.Margin, expert.OwnMargin, expert.Fit, expert.NetLoss,
        ];
        var cells = numbers.Select(number => number.ToString("0.####", CultureInfo.InvariantCulture));
        return string.Join('\t', [outcome.Label.File, outcome.Expected, outcome.Best, outcome.IsBestExact ? "1" : "0", .. cells]);
    }
}

using System.Text.Json.Serialization;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>How well the commands of a table were understood. Rates are null where there was no row to count.</summary>
public sealed record CommandsReport
{
    /// <summary>Rows of the table.</summary>
    public required int N { get; init; }

    /// <summary>Rows whose recording could not be used; they count as rejected.</summary>
    public required int Failed { get; init; }

    /// <summary>Rows with an intent that were accepted with it and all slots.</summary>
    public required double? WholeCommandAccuracy { get; init; }

    /// <summary>95 % interval (Wilson) of <see cref="WholeCommandAccuracy"/>.</summary>
    public required Interval WholeCommandAccuracyInterval { get; init; }

    /// <summary>Rows with an intent that were carried out as labelled without a question.</summary>
    public required double? RightUnasked { get; init; }

    /// <summary>95 % interval (Wilson) of <see cref="RightUnasked"/>.</summary>
    public required Interval RightUnaskedInterval { get; init; }

    /// <summary>Rows with an intent that were carried out as labelled, unasked or after one question, which the label answers.</summary>
    public required double? RightAfterQuestion { get; init; }

    /// <summary>95 % interval (Wilson) of <see cref="RightAfterQuestion"/>.</summary>
    public required Interval RightAfterQuestionInterval { get; init; }

    /// <summary>Rows with an intent for which something else was carried out, unasked or after that question.</summary>
    public required double? WrongActRate { get; init; }

    /// <summary>95 % interval (Wilson) of <see cref="WrongActRate"/>.</summary>
    public required Interval WrongActRateInterval { get; init; }

    /// <summary>Rows with an intent whose right reading was among the candidates; null where nobody looked at them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? OracleAccuracy { get; init; }

    /// <summary>Candidates of a row with an intent, in the mean; null where nobody looked at them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MeanCandidates { get; init; }

    /// <summary>Rows whose candidates may be incomplete, because the search had no room for all paths; null where nobody looked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? IncompleteCandidates { get; init; }

    /// <summary>Labelled slots that were accepted with the right value under the right intent.</summary>
    public required double? SlotAccuracy { get; init; }

    /// <summary>Rows with an intent that were accepted but not exact.</summary>
    public required double? WrongAcceptRate { get; init; }

    /// <summary>Rows without an intent that were accepted.</summary>
    public required double? FalseAcceptRate { get; init; }

    /// <summary>95 % interval (Wilson) of <see cref="FalseAcceptRate"/>.</summary>
    public required Interval FalseAcceptRateInterval { get; init; }

    /// <summary>Rows with an intent that were rejected or taken for silence.</summary>
    public required double? RejectionRate { get; init; }

    /// <summary>Rows with an intent where the wearer would be asked which of two readings was meant.</summary>
    public required double? AskedRate { get; init; }

    /// <summary>Computing time per time of sound, of one job on one thread.</summary>
    public required double? Rtf { get; init; }

    /// <summary>Computing after the last sample, in milliseconds.</summary>
    public required Percentiles? LatencyMs { get; init; }

    /// <summary>Rows that were not exact, or accepted without an intent, most frequent first.</summary>
    public required IReadOnlyList<Confusion> Confusions { get; init; }

    /// <summary>Recordings that could not be used.</summary>
    public required IReadOnlyList<UnusableRecording> Failures { get; init; }

    /// <summary>The figures of all outcomes of a run.</summary>
    public static CommandsReport Sum(IReadOnlyList<CommandOutcome> outcomes)
    {
        var commands = outcomes.Where(outcome => outcome.IsCommand).ToList();
        var others = outcomes.Where(outcome => !outcome.IsCommand).ToList();
        var hasCandidates = outcomes.Any(outcome => outcome.Candidates is not null);
        var exact = commands.Count(outcome => outcome.IsExact);
        var (inTheEnd, wrong) = (commands.Count(outcome => outcome.IsRightInTheEnd), commands.Count(outcome => outcome.IsWrongAct));
        var falseAccepts = others.Count(outcome => outcome.IsAccepted);
        var heard = outcomes.Select(outcome => outcome.Heard).OfType<Hearing.HeardCommand>().ToList();
        var sound = heard.Sum(one => one.Sound.TotalSeconds);
        return new CommandsReport
        {
            N = outcomes.Count,
            Failed = outcomes.Count(outcome => outcome.Failure is not null),
            WholeCommandAccuracy = Rate(exact, commands.Count),
            WholeCommandAccuracyInterval = Interval.OfProportion(exact, commands.Count),
            RightUnasked = Rate(exact, commands.Count),
            RightUnaskedInterval = Interval.OfProportion(exact, commands.Count),
            RightAfterQuestion = Rate(inTheEnd, commands.Count),
            RightAfterQuestionInterval = Interval.OfProportion(inTheEnd, commands.Count),
            WrongActRate = Rate(wrong, commands.Count),
            WrongActRateInterval = Interval.OfProportion(wrong, commands.Count),
            OracleAccuracy = hasCandidates ? Rate(commands.Count(outcome => outcome.IsAmongCandidates), commands.Count) : null,
            MeanCandidates = hasCandidates ? Rate(commands.Sum(outcome => outcome.Candidates?.Count ?? 0), commands.Count) : null,
            IncompleteCandidates = hasCandidates ? outcomes.Count(outcome => outcome.HasCandidatesLeftOut) : null,
            SlotAccuracy = Rate(commands.Sum(outcome => outcome.RightSlots), commands.Sum(outcome => outcome.Label.Slots.Count)),
            WrongAcceptRate = Rate(commands.Count(outcome => outcome is { IsAccepted: true, IsExact: false }), commands.Count),
            FalseAcceptRate = Rate(falseAccepts, others.Count),
            FalseAcceptRateInterval = Interval.OfProportion(falseAccepts, others.Count),
            RejectionRate = Rate(
                commands.Count(outcome => outcome.Verdict is RecognitionVerdict.Rejected or RecognitionVerdict.Silence), commands.Count),
            AskedRate = Rate(commands.Count(outcome => outcome.Verdict == RecognitionVerdict.Ask), commands.Count),
            Rtf = sound > 0 ? Math.Round(heard.Sum(one => one.Computing.TotalSeconds) / sound, 5) : null,
            LatencyMs = Percentiles.Compute(heard.Select(one => one.Latency.TotalMilliseconds)),
            Confusions = Confused(outcomes),
            Failures = Unusable(outcomes),
        };
    }

    private static double? Rate(int count, int of) => of == 0 ? null : Math.Round((double)count / of, 5);

    private static UnusableRecording[] Unusable(IEnumerable<CommandOutcome> outcomes) =>
    [
        .. from outcome in outcomes
           let failure = outcome.Failure
           where failure is not null
           select new UnusableRecording(outcome.Label.File, failure.Code, failure.Message),
    ];

    private static Confusion[] Confused(IEnumerable<CommandOutcome> outcomes) =>
    [
        .. outcomes.Where(outcome => outcome.IsCommand ? !outcome.IsExact : outcome.IsAccepted)
            .GroupBy(outcome => (outcome.Expected, outcome.Got))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .Select(group => new Confusion(group.Key.Expected, group.Key.Got, group.Count())),
    ];
}

namespace EdgeRuntime.Device.Evaluation.Sentences;

/// <summary>How well the sentences of a table are understood. Rates are null where there was no row to count.</summary>
public sealed record SentencesReport
{
    /// <summary>Rows of the table.</summary>
    public required int N { get; init; }

    /// <summary>Rows with an intent.</summary>
    public required int Wishes { get; init; }

    /// <summary>Wishes carried out with a right intent.</summary>
    public required double? IntentAccuracy { get; init; }

    /// <summary>Wishes carried out with a right intent and all slots, unasked.</summary>
    public required double? WholeAccuracy { get; init; }

    /// <summary>95 % interval (Wilson) of <see cref="WholeAccuracy"/>.</summary>
    public required Interval WholeAccuracyInterval { get; init; }

    /// <summary>The same after the labelled answer to at most one question.</summary>
    public required double? WholeAccuracyAfterQuestion { get; init; }

    /// <summary>Mean over intents of <see cref="WholeAccuracy"/>.</summary>
    public required double? MacroAccuracy { get; init; }

    /// <summary>Mean over intents of <see cref="WholeAccuracyAfterQuestion"/>.</summary>
    public required double? MacroAccuracyAfterQuestion { get; init; }

    /// <summary>Wishes about which the wearer is asked.</summary>
    public required double? AskedRate { get; init; }

    /// <summary>Wishes that are not carried out and not asked about.</summary>
    public required double? DeclinedRate { get; init; }

    /// <summary>Wishes carried out unasked with a wrong intent or slot.</summary>
    public required double? WrongActRate { get; init; }

    /// <summary>Other sentences that are carried out.</summary>
    public required double? OutsideActRate { get; init; }

    /// <summary>95 % interval (Wilson) of <see cref="OutsideActRate"/>.</summary>
    public required Interval OutsideActRateInterval { get; init; }

    /// <summary>Other sentences about which the wearer is asked.</summary>
    public required double? OutsideAskedRate { get; init; }

    /// <summary>Expected calibration error of the confidence of all best readings; null without readings.</summary>
    public required double? CalibrationError { get; init; }

    /// <summary>Milliseconds a sentence.</summary>
    public required Percentiles? Ms { get; init; }

    /// <summary>The first rates by source, where the table names sources.</summary>
    public required IReadOnlyList<SentenceSource> Sources { get; init; }

    /// <summary>Rows that are not right, or carried out without an intent, most frequent first.</summary>
    public required IReadOnlyList<Confusion> Confusions { get; init; }

    /// <summary>The figures of all outcomes of a run.</summary>
    public static SentencesReport Sum(IReadOnlyList<SentenceOutcome> outcomes)
    {
        var wishes = outcomes.Where(outcome => outcome.Label.IsWish).ToList();
        var others = outcomes.Where(outcome => !outcome.Label.IsWish).ToList();
        int Acts(List<SentenceOutcome> of) => of.Count(outcome => outcome.End == SentenceEnd.Act);
        int Asked(List<SentenceOutcome> of) => of.Count(outcome => outcome.End == SentenceEnd.Ask);
        var (right, acts) = (wishes.Count(outcome => outcome.IsRight), Acts(others));
        var readings = Readings(outcomes);
        return new SentencesReport
        {
            N = outcomes.Count,
            Wishes = wishes.Count,
            IntentAccuracy = Rate(wishes.Count(outcome => outcome.HasRightIntent), wishes.Count),
            WholeAccuracy = Rate(right, wishes.Count),
            WholeAccuracyInterval = Interval.OfProportion(right, wishes.Count),
            WholeAccuracyAfterQuestion = Rate(wishes.Count(outcome => outcome.IsRightAfterQuestion), wishes.Count),
            MacroAccuracy = Macro(wishes, outcome => outcome.IsRight),
            MacroAccuracyAfterQuestion = Macro(wishes, outcome => outcome.IsRightAfterQuestion),
            AskedRate = Rate(Asked(wishes), wishes.Count),
            DeclinedRate = Rate(wishes.Count(outcome => outcome.End == SentenceEnd.Decline), wishes.Count),
            WrongActRate = Rate(wishes.Count(outcome => outcome is { End: SentenceEnd.Act, IsRight: false }), wishes.Count),
            OutsideActRate = Rate(acts, others.Count),
            OutsideActRateInterval = Interval.OfProportion(acts, others.Count),
            OutsideAskedRate = Rate(Asked(others), others.Count),
            CalibrationError = readings.Count == 0 ? null : Math.Round(ReliabilityCurve.Compute(readings).Error, 5),
            Ms = Percentiles.Compute(outcomes.Select(outcome => outcome.Taken.TotalMilliseconds)),
            Sources = SentenceSource.From(outcomes),
            Confusions = Confused(outcomes),
        };
    }

    /// <summary>Confidence of every best reading, and whether it is right.</summary>
    public static List<(double Confidence, bool IsRight)> Readings(IEnumerable<SentenceOutcome> outcomes) =>
    [
        .. outcomes.Where(outcome => outcome.Read is { Best: not null } or { Sentence: not null })
            .Select(outcome => (outcome.Read!.Confidence, outcome.IsBestRight)),
    ];

    internal static double? Rate(int count, int of) => of == 0 ? null : Math.Round((double)count / of, 5);

    private static double? Macro(List<SentenceOutcome> wishes, Func<SentenceOutcome, bool> isRight) => wishes.Count == 0 ? null
        : Math.Round(wishes.GroupBy(outcome => outcome.Label.Intent).Average(group => (double)group.Count(isRight) / group.Count()), 5);

    private static Confusion[] Confused(IEnumerable<SentenceOutcome> outcomes) =>
    [
        .. outcomes.Where(outcome => outcome.Label.IsWish ? !outcome.IsRight : outcome.End == SentenceEnd.Act)
            .GroupBy(outcome => (outcome.Expected, outcome.Got))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .Select(group => new Confusion(group.Key.Expected, group.Key.Got, group.Count())),
    ];
}

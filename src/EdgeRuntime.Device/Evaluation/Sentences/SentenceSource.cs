namespace EdgeRuntime.Device.Evaluation.Sentences;

/// <summary>How well the sentences of one source are understood.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Wishes">Sentences with an intent.</param>
/// <param name="WholeAccuracy">Of them right unasked; null without any.</param>
/// <param name="WholeAccuracyAfterQuestion">Of them right after at most one question.</param>
/// <param name="AskedRate">Of them asked about.</param>
/// <param name="WrongActRate">Of them carried out wrongly.</param>
/// <param name="Others">Sentences without an intent.</param>
/// <param name="OutsideActRate">Of these carried out.</param>
public sealed record SentenceSource(
    string Source, int Wishes, double? WholeAccuracy, double? WholeAccuracyAfterQuestion, double? AskedRate, double? WrongActRate,
    int Others, double? OutsideActRate)
{
    /// <summary>All sources that have a name, in the order of their names.</summary>
    public static IReadOnlyList<SentenceSource> From(IEnumerable<SentenceOutcome> outcomes) =>
    [
        .. outcomes.Where(outcome => outcome.Label.Source.Length > 0).GroupBy(outcome => outcome.Label.Source)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => From(group.Key, [.. group])),
    ];

    private static SentenceSource From(string source, SentenceOutcome[] outcomes)
    {
        var wishes = outcomes.Where(outcome => outcome.Label.IsWish).ToArray();
        double? Share(Func<SentenceOutcome, bool> counts) => SentencesReport.Rate(wishes.Count(counts), wishes.Length);
        var others = outcomes.Length - wishes.Length;
        return new SentenceSource(
            source, wishes.Length, Share(one => one.IsRight), Share(one => one.IsRightAfterQuestion),
            Share(one => one.End == SentenceEnd.Ask), Share(one => one is { End: SentenceEnd.Act, IsRight: false }), others,
            SentencesReport.Rate(outcomes.Count(one => !one.Label.IsWish && one.End == SentenceEnd.Act), others));
    }
}

using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Assistant.Understanding.Sentences;

/// <summary>Understands a sentence that no grammar holds: a model says what is wished and where its values stand, the grammars of the
/// context read the values, and one confidence decides whether it is done, asked or left. One thread at a time; owns nothing.</summary>
public sealed class SentenceReader(ISentenceModel model, SentenceSettings settings, SlotGrammars grammars)
{
    private const double LeastRunnerUp = 0.15; // probability of another intent that is worth asking about

    /// <summary>Reads a sentence.</summary>
    /// <returns>A recognition with its <see cref="SentenceEvidence"/>; rejected where nothing is to be done.</returns>
    public Recognition Read(string text)
    {
        var plain = PlainText.From(text);
        if (!plain.Any(char.IsAsciiLetter)) return Recognised(null, null, 0, RecognitionVerdict.Rejected);
        var output = model.Run(plain);
        var reading = SentenceReading.From(output, plain, settings.Labels);
        var best = reading.Best();
        var built = Build(text, plain, reading, best);
        var evidence = built.Evidence;
        var confidence = evidence.Confidence(settings.Weights);
        return KindOf(evidence, confidence, plain, reading) switch
        {
            SentenceKind.Wish when IsDoubtful(text, plain, output, reading, best) => Asked(text, plain, reading, best, built, confidence),
            SentenceKind.Wish => Wished(text, plain, reading, best, built, confidence),
            var kind => Recognised(null, null, confidence, RecognitionVerdict.Rejected) with { Sentence = evidence with { Kind = kind } },
        };
    }

    private Recognition Wished(string text, string plain, SentenceReading reading, int best, Built built, double confidence)
    {
        if (confidence < settings.AcceptFrom || built.Evidence.Unread > 0) return Asked(text, plain, reading, best, built, confidence);
        var evidence = built.Evidence with { Kind = SentenceKind.Wish };
        return Recognised(built.Meaning, null, confidence, RecognitionVerdict.Accepted) with { Sentence = evidence };
    }

    private Recognition Asked(string text, string plain, SentenceReading reading, int best, Built built, double confidence)
    {
        var other = reading.Best(butNot: best);
        var runnerUp = reading.Intents[other] >= LeastRunnerUp ? Build(text, plain, reading, other).Meaning : null;
        var evidence = built.Evidence with { Kind = SentenceKind.Wish };
        return Recognised(built.Meaning, runnerUp, confidence, RecognitionVerdict.Ask) with { Sentence = evidence };
    }

    // What is longer than the model reads, is told of somebody, breaks off or holds odd signs is not acted upon unasked.
    private bool IsDoubtful(string text, string plain, SentenceOutput output, SentenceReading reading, int best) =>
        (output.Pieces.Count > 0 && plain.AsSpan(output.Pieces[^1].End).ContainsAnyInRange('a', 'z'))
        || (!settings.NaturalTold.Contains(settings.Intents[best])
            && (SaidValues.IsBroken(text, plain) || SaidValues.IsTold(plain, reading.Spans)));

    private SentenceKind KindOf(SentenceEvidence evidence, double confidence, string plain, SentenceReading reading)
    {
        var takenBack = evidence.Negated >= settings.FlagFrom
            || (!settings.NaturalNo.Contains(evidence.Intent) && SaidValues.HasNo(plain, reading.Spans));
        return evidence.Outside >= settings.ElsewhereFrom ? SentenceKind.Elsewhere :
            confidence < settings.AskFrom && evidence.Outside >= evidence.Probability ? SentenceKind.Elsewhere :
            takenBack ? SentenceKind.Negated :
            evidence.More >= settings.FlagFrom ? SentenceKind.Several :
            confidence < settings.AskFrom ? SentenceKind.Unclear :
            SentenceKind.Wish;
    }

    private Built Build(string text, string plain, SentenceReading reading, int output)
    {
        var intent = settings.Intents[output];
        var places = settings.Slots.TryGetValue(intent, out var known) ? known : null;
        var (slots, unread, worst) = (new Dictionary<string, SlotValue>(StringComparer.Ordinal), 0, 1.0);
        foreach (var span in reading.Spans)
        {
            if (places is null || !places.TryGetValue(span.Label, out var names)) continue;
            worst = Math.Min(worst, span.Probability);
            var values = grammars.Read(span.Label, text[span.At.Start..span.At.End], names);
            if (values is null || values.Keys.Any(slots.ContainsKey)) unread++;
            else foreach (var (name, value) in values) slots[name] = value;
        }

        // What lacks its main value is asked for it, and so are values that cannot be read.
        var isAskedAnyway = settings.Needs.TryGetValue(intent, out var needed) && !needed.Any(slots.ContainsKey);
        unread = isAskedAnyway ? 0 : unread + (places is null ? 0 : SaidValues.Count(plain, reading.Spans));
        var evidence = new SentenceEvidence(
            intent, reading.Intents[output], reading.Outside, reading.More, reading.Negated, unread, worst, SentenceKind.Unclear);
        var meaning = new Interpretation(intent, slots, text.Trim().ToLowerInvariant(), NeedsDictation: false);
        return new Built(meaning, evidence with { Reading = meaning });
    }

    private static Recognition Recognised(Interpretation? best, Interpretation? other, double confidence, RecognitionVerdict verdict) =>
        new(best, other, confidence, 0, double.PositiveInfinity, 0, verdict);

    private readonly record struct Built(Interpretation Meaning, SentenceEvidence Evidence);
}

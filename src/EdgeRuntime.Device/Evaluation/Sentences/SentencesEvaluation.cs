using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Typed;
using EdgeRuntime.Device.Hearing;

namespace EdgeRuntime.Device.Evaluation.Sentences;

/// <summary>Reads the sentences of a table as <c>ask --text</c> does: with the grammar, and where it holds none with the model.</summary>
/// <param name="context">What can be wished.</param>
/// <param name="sentences">Reads what the grammar does not hold.</param>
/// <param name="tools">What the glasses can do, and ask for.</param>
public sealed class SentencesEvaluation(CommandContext context, FreeSentences sentences, ToolRegistry tools, TimeProvider time)
{
    private static readonly GlassesSettings Wearer = new();
    private readonly TextMatcher _matcher = new(context.Words);

    /// <summary>Reads all rows. Failures: those of the model.</summary>
    /// <param name="rows">The table.</param>
    /// <param name="progress">Called after every row.</param>
    public Outcome<SentenceOutcome[]> Run(IReadOnlyList<LabelledSentence> rows, Action progress, CancellationToken cancellationToken)
    {
        var outcomes = new List<SentenceOutcome>(rows.Count);
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Read(row).TryGet(out var outcome, out var failure)) return failure;
            outcomes.Add(outcome);
            progress();
        }

        return outcomes.ToArray();
    }

    private Outcome<SentenceOutcome> Read(LabelledSentence row)
    {
        var begun = time.GetTimestamp();
        if (!_matcher.Match(row.Text).TryGet(out var read, out var unusable))
        {
            return new SentenceOutcome(row, null, null, time.GetElapsedTime(begun), unusable);
        }

        if (read.Verdict == RecognitionVerdict.Rejected)
        {
            if (!sentences.Read(row.Text, context).TryGet(out var free, out var failure)) return failure;
            read = free ?? read;
        }

        return new SentenceOutcome(row, read, MissingIn(read), time.GetElapsedTime(begun));
    }

    // What the tool asks for, or refuses, before anything is done.
    private string? MissingIn(Recognition read)
    {
        if ((read.Best ?? read.Sentence?.Reading) is not { } best || tools.SpecOf(best.Intent) is not { } spec) return null;
        if (spec.Missing(best.Slots) is { } missing) return missing.Name;
        if (spec.Dictated is { } dictated && !best.Slots.ContainsKey(dictated)) return dictated;
        return spec.Arguments.FirstOrDefault(argument => best.Slots.TryGetValue(argument.Name, out var value)
            && value.Number is { } number && (number < argument.Minimum || number > argument.Maximum))?.Name;
    }
}

using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Understanding.Sentences;

/// <summary>Writes what the reading of a free sentence rests on into a trace: numbers and names, none of its words.</summary>
public static class SentenceTrace
{
    /// <summary>The evidence as fields; none without evidence.</summary>
    public static TraceField[] Fields(SentenceEvidence? evidence) => evidence is null ? [] :
    [
        TraceField.Create("sentence", evidence.Kind.ToString()),
        TraceField.Create("sentence_intent", evidence.Intent),
        TraceField.Create("sentence_probability", evidence.Probability),
        TraceField.Create("sentence_outside", evidence.Outside),
        TraceField.Create("sentence_more", evidence.More),
        TraceField.Create("sentence_negated", evidence.Negated),
        TraceField.Create("sentence_unread", evidence.Unread),
    ];
}

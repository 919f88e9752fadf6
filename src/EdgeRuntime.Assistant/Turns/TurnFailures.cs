using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Sentences;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>The ways a turn ends without carrying the wish out.</summary>
internal static class TurnFailures
{
    /// <summary>Code of a question about what was meant.</summary>
    public const string AmbiguousCode = "asr-ambiguous";

    /// <summary>Silence, speech outside the context, or what is not to be done.</summary>
    public static Failure NotUnderstood(Recognition recognition) => recognition switch
    {
        { Verdict: RecognitionVerdict.Silence } => new Failure(
            Stages.Vad, "asr-no-speech", "I didn't hear anything.", "Speak a little louder or closer to the microphone.", Blame.Wearer),
        { Sentence.Kind: SentenceKind.Negated } => new Failure(
            Stages.Intent, "wish-negated", "All right, I leave that.", "Say what you want instead.", Blame.Wearer),
        { Sentence.Kind: SentenceKind.Several } => new Failure(
            Stages.Intent, "wish-several", "That is more than one thing.", "Say one after the other.", Blame.Wearer),
        _ => new Failure(
            Stages.Asr, "asr-not-understood", "Sorry, I didn't understand that.", "Say 'help' to hear what the glasses understand.",
            Blame.Wearer),
    };

    /// <summary>Two readings too close to choose.</summary>
    public static Failure TwoReadings(Recognition recognition)
    {
        var question = recognition is { Best: { } best, RunnerUp: { } other }
            ? $"Did you mean: {Said(recognition, best)}? Or: {Said(recognition, other)}?"
            : $"Did you mean: {Said(recognition, recognition.Best)}?";
        return new Failure(Stages.Asr, AmbiguousCode, question, "Say it again, the way you meant it.", Blame.Wearer);
    }

    // Of a free sentence both readings have the same words: what is asked is what the glasses would do.
    private static string? Said(Recognition recognition, Interpretation? reading) =>
        recognition.Sentence is null || reading is null ? reading?.Words
        : string.Join(", ", reading.Slots.Values.Select(SpokenSlot.From).Prepend(SpokenName.From(reading.Intent)));

    /// <summary>A wish that lacks something, or may mean one of several.</summary>
    public static Failure AnswerNeeded(FollowUp question) =>
        new(Stages.Tool, "answer-needed", question.Question, "Answer it, or say 'never mind'.", Blame.Wearer);

    /// <summary>A wish that only the cloud can carry out, and why it cannot now.</summary>
    public static Failure NeedsCloud(RouteDecision decision, CloudTask? task)
    {
        var what = task?.What ?? "Writing down free words";
        var obstacle = decision.Obstacle ?? throw new InvalidOperationException("A free way to the cloud needs a gateway client.");
        return decision.Input.Sentence is SentenceKind.Elsewhere
            ? obstacle with { Message = $"I can't answer that here: {obstacle.Message}." }
            : obstacle with { Message = $"{what} needs the cloud, and {obstacle.Message}." };
    }
}

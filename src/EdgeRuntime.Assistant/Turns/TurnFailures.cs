using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>The ways a turn ends without carrying the wish out.</summary>
internal static class TurnFailures
{
    /// <summary>Code of a question about what was meant.</summary>
    public const string AmbiguousCode = "asr-ambiguous";

    /// <summary>Silence, or speech outside the context.</summary>
    public static Failure NotUnderstood(RecognitionVerdict verdict) => verdict == RecognitionVerdict.Silence
        ? new Failure(
            Stages.Vad, "asr-no-speech", "I didn't hear anything.", "Speak a little louder or closer to the microphone.", Blame.Wearer)
        : new Failure(
            Stages.Asr, "asr-not-understood", "Sorry, I didn't understand that.", "Say 'help' to hear what the glasses understand.",
            Blame.Wearer);

    /// <summary>Two readings too close to choose.</summary>
    public static Failure TwoReadings(Recognition recognition)
    {
        var question = recognition is { Best: { } best, RunnerUp: { } other }
            ? $"Did you mean: {best.Words}? Or: {other.Words}?"
            : $"Did you mean: {recognition.Best?.Words}?";
        return new Failure(Stages.Asr, AmbiguousCode, question, "Say it again, the way you meant it.", Blame.Wearer);
    }

    /// <summary>A wish that lacks something, or may mean one of several.</summary>
    public static Failure AnswerNeeded(FollowUp question) =>
        new(Stages.Tool, "answer-needed", question.Question, "Answer it, or say 'never mind'.", Blame.Wearer);

    /// <summary>A wish that only the cloud can carry out, and why it cannot now.</summary>
    public static Failure NeedsCloud(RouteDecision decision, CloudTask? task)
    {
        var what = task?.What ?? "Writing down free words";
        var obstacle = decision.Obstacle ?? throw new InvalidOperationException("A free way to the cloud needs a gateway client.");
        return obstacle with { Message = $"{what} needs the cloud, and {obstacle.Message}." };
    }
}

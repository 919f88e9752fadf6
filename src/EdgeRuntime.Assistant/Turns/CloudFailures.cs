using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>The ways in which an answer of the cloud ends before its end.</summary>
internal static class CloudFailures
{
    /// <summary>Why an answer stopped short; null where it is whole.</summary>
    public static Failure? Explain(StopReason stop) => stop switch
    {
        StopReason.Complete => null,
        StopReason.Length => Stopped("cloud-stopped-length", "The answer became too long.", "Ask for a shorter one."),
        StopReason.Budget =>
            Stopped("cloud-stopped-budget", "The budget for this answer is used up.", "Ask your operator for a larger budget."),
        StopReason.Deadline => Stopped("cloud-stopped-deadline", "The time for this answer is up.", "Ask for a shorter one."),
        StopReason.Filtered =>
            Stopped("cloud-stopped-filter", "The rest of the answer was held back by a filter.", "Ask for something else."),
        _ => Stopped("cloud-stopped", "The answer was stopped.", "Ask again."),
    };

    private static Failure Stopped(string code, string message, string next) => new(Stages.Cloud, code, message, next, Blame.Cloud);
}

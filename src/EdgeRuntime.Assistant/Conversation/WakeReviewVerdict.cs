using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Conversation;

/// <summary>What a second look at a wake says.</summary>
/// <param name="Reason">Why the glasses were not spoken to, in kebab case; null when they were.</param>
/// <param name="Evidence">What speaks for a phrase inside other words; null where that was not looked at.</param>
public readonly record struct WakeReviewVerdict(string? Reason, BorderEvidence? Evidence)
{
    /// <summary>Code of a turn that ends because the glasses were not spoken to.</summary>
    public const string Code = "wake-not-addressed";

    /// <summary>Nothing was said after the phrase.</summary>
    public const string Alone = "nothing-said-after";

    /// <summary>The phrase was a part of longer words.</summary>
    public const string Inside = "inside-longer-words";

    /// <summary>The same for a trace.</summary>
    internal TraceField[] Fields =>
    [
        .. Reason is null ? (TraceField[])[] : [TraceField.Create("code", Code), TraceField.Create("reason", Reason)],
        .. Evidence is not { } evidence ? (TraceField[])[] :
        [
            TraceField.Create("inside", evidence.Sum),
            TraceField.Create("before", evidence.Before),
            TraceField.Create("onset", evidence.Onset),
            TraceField.Create("ending", evidence.Ending),
        ],
    ];
}

using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>Deadlines of the stages of a turn that may hang. Recognition and routing only compute, and have none.</summary>
public sealed record TurnOptions
{
    /// <value>Longest time for a tool. A camera or a phone may need a second; nobody waits five in silence.</value>
    public TimeSpan ToolDeadline { get; init; } = TimeSpan.FromSeconds(4);

    /// <value>Longest time until an answer is said in full.</value>
    public TimeSpan SpeechDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <value>Longest time for a whole answer of the cloud.</value>
    public TimeSpan CloudDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <value>Time in which the wearer wants the first word; a cloud that cannot keep it is not asked.</value>
    public TimeSpan FirstWordDeadline { get; init; } = TimeSpan.FromSeconds(8);

    /// <value>Time the cloud gets before the glasses ask the wearer what was meant.</value>
    public TimeSpan HeadStart { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>Silence after a lost link until the wearer hears why; with the time to notice the loss it stays under a second.</value>
    public TimeSpan NoticeAfter { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <value>Speech that was not understood and lasts this long is a long question, which can wait.</value>
    public TimeSpan LongQuestion { get; init; } = TimeSpan.FromSeconds(6);

    /// <value>Typed words from which on a question is long.</value>
    public int LongQuestionWords { get; init; } = 12;

    /// <value>How long a stage past its deadline may take to notice before it is left behind.</value>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate()
    {
        (string Name, TimeSpan Value)[] all =
        [
            (nameof(ToolDeadline), ToolDeadline), (nameof(SpeechDeadline), SpeechDeadline),
            (nameof(Grace), Grace), (nameof(CloudDeadline), CloudDeadline),
            (nameof(FirstWordDeadline), FirstWordDeadline), (nameof(HeadStart), HeadStart), (nameof(NoticeAfter), NoticeAfter),
            (nameof(LongQuestion), LongQuestion),
        ];
        var wrong = all.FirstOrDefault(setting => setting.Value <= TimeSpan.Zero);
        return wrong.Name is null
            ? null
            : new Failure(
                Stages.Start, "turn-options-invalid", $"{wrong.Name} is {wrong.Value}, which is not a length of time.",
                $"Set {wrong.Name} above zero.");
    }
}

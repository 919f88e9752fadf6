namespace EdgeRuntime.Assistant.Turns;

/// <summary>Deadlines of the stages of a turn.</summary>
public sealed record TurnOptions
{
    /// <value>Longest time for a route.</value>
    public TimeSpan RouteDeadline { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <value>Longest time for a tool. A camera or a phone may need a second; nobody waits five in silence.</value>
    public TimeSpan ToolDeadline { get; init; } = TimeSpan.FromSeconds(4);

    /// <value>Longest time until an answer is said in full.</value>
    public TimeSpan SpeechDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <value>Longest time to finish recognition after the last sample.</value>
    public TimeSpan RecognitionDeadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>How long a stage past its deadline may take to notice before it is left behind.</value>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate()
    {
        (string Name, TimeSpan Value)[] all =
        [
            (nameof(RouteDeadline), RouteDeadline), (nameof(ToolDeadline), ToolDeadline), (nameof(SpeechDeadline), SpeechDeadline),
            (nameof(RecognitionDeadline), RecognitionDeadline), (nameof(Grace), Grace),
        ];
        var wrong = all.FirstOrDefault(setting => setting.Value <= TimeSpan.Zero);
        return wrong.Name is null
            ? null
            : new Failure(Stages.Start, "turn-options-invalid", $"{wrong.Name} is {wrong.Value}, which is not a length of time.", $"Set {wrong.Name} above zero.");
    }
}

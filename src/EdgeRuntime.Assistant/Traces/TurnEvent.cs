namespace EdgeRuntime.Assistant.Traces;

/// <summary>One step of a turn.</summary>
/// <param name="Stage">Stage, in the words of <see cref="Stages"/>.</param>
/// <param name="At">Time since the turn began.</param>
/// <param name="Fields">What there is to know about it; never sound, never words of free speech.</param>
public sealed record TurnEvent(string Stage, TurnEventKind Kind, TimeSpan At, IReadOnlyList<TraceField> Fields);

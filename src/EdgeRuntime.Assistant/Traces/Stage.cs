namespace EdgeRuntime.Assistant.Traces;

/// <summary>How a stage is named, bounded and described in the trace.</summary>
/// <param name="Name">Stage, in the words of <see cref="Stages"/>.</param>
/// <param name="Deadline">Longest time it may take; null for one that only computes and so cannot hang.</param>
/// <param name="Input">Fields of its start event.</param>
/// <param name="Describe">Fields of its end event.</param>
internal sealed record Stage<T>(string Name, TimeSpan? Deadline, TraceField[] Input, Func<T, TraceField[]> Describe);

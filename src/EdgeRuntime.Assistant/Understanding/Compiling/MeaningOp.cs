namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>What a step does to the hash of the meaning of a path.</summary>
/// <param name="Value">Hash of the step.</param>
internal readonly record struct MeaningOp(MeaningOpKind Kind, ulong Value);

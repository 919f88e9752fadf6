namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>An arc of a <see cref="PhoneGraph"/>.</summary>
/// <param name="Target">Phone state that it enters.</param>
/// <param name="Output">Index into the <see cref="OutputTable"/>.</param>
/// <param name="Phone">Phone of the target.</param>
internal readonly record struct CtcArc(int Target, int Output, byte Phone);

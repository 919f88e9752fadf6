namespace EdgeRuntime.Device.Evaluation;

/// <summary>A recording that could not be measured with.</summary>
/// <param name="File">Its path.</param>
/// <param name="Code">Code of the failure.</param>
/// <param name="Message">Why, in one sentence.</param>
public sealed record UnusableRecording(string File, string Code, string Message);

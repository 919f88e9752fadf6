namespace EdgeRuntime.Device.Evaluation;

/// <summary>One thing taken for another.</summary>
/// <param name="Expected">What was said.</param>
/// <param name="Got">What was understood.</param>
/// <param name="Count">How often.</param>
public sealed record Confusion(string Expected, string Got, int Count);

namespace EdgeRuntime.Device.Evaluation;

/// <summary>Readings of about the same confidence.</summary>
/// <param name="N">How many.</param>
/// <param name="Confidence">Their mean confidence.</param>
/// <param name="Right">Share of them that was right; other speech has no right reading.</param>
/// <param name="RightInterval">95 % interval (Wilson) of <paramref name="Right"/>.</param>
public sealed record ReliabilityBin(int N, double Confidence, double Right, Interval RightInterval);

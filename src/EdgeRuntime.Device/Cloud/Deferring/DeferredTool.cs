namespace EdgeRuntime.Device.Cloud.Deferring;

/// <summary>A tool that a waiting wish began to use; on the disk before it runs, so that no kill makes it run twice.</summary>
/// <param name="Tool">Name.</param>
/// <param name="ResultJson">What came of it; null while that is not known.</param>
/// <param name="Failed">True when it was refused or failed.</param>
internal sealed record DeferredTool(string Tool, string? ResultJson = null, bool Failed = false);

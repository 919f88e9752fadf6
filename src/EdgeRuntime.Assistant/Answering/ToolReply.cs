namespace EdgeRuntime.Assistant.Answering;

/// <summary>What came of a tool.</summary>
/// <param name="ResultJson">JSON object: <c>answer</c>, or <c>error</c> and <c>message</c>.</param>
/// <param name="Failed">True when the tool was refused or failed.</param>
public sealed record ToolReply(string ResultJson, bool Failed);

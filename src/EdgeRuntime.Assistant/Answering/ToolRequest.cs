namespace EdgeRuntime.Assistant.Answering;

/// <summary>An answerer's wish to use a tool of the glasses.</summary>
/// <param name="CallId">Unique in the answer.</param>
/// <param name="Tool">Name of the tool.</param>
/// <param name="ArgumentsJson">JSON object of arguments; not to be trusted.</param>
public sealed record ToolRequest(string CallId, string Tool, string ArgumentsJson);

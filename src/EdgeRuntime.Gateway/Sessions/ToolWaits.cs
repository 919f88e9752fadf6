using System.Collections.Concurrent;
using EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Brings the results of tools to whom they belong. Safe for several threads.</summary>
internal sealed class ToolWaits
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ToolResult>> _open = new(StringComparer.Ordinal);

    /// <summary>Opens a call before it is sent.</summary>
    public Task<ToolResult> Open(string callId) =>
        _open.GetOrAdd(callId, _ => new TaskCompletionSource<ToolResult>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Takes a result that came from the device.</summary>
    public Failure? Answer(ToolResult result)
    {
        if (Bounds.Length("ToolResult.result_json", result.ResultJson, Bounds.ToolResultBytes) is { } failure) return failure;
        if (!Json.IsValue(result.ResultJson)) return SessionFailures.Bound("ToolResult.result_json", "JSON");
        return _open.TryGetValue(result.CallId, out var waiting) && waiting.TrySetResult(result)
            ? null
            : SessionFailures.Unexpected("ToolResult of this call_id");
    }
}

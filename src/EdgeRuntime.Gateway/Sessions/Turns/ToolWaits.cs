using EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Gateway.Sessions.Turns;

/// <summary>Brings the results of tools to whom they belong. Safe for several threads.</summary>
internal sealed class ToolWaits
{
    private readonly Lock _gate = new();
    private Dictionary<string, TaskCompletionSource<ToolResult>>? _open; // most turns call no tool

    /// <summary>Opens a call before it is sent.</summary>
    public Task<ToolResult> Open(string callId)
    {
        lock (_gate)
        {
            _open ??= new(StringComparer.Ordinal);
            if (!_open.TryGetValue(callId, out var waiting))
            {
                _open[callId] = waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            return waiting.Task;
        }
    }

    /// <summary>Takes a result that came from the device.</summary>
    public Failure? Answer(ToolResult result)
    {
        if (Bounds.Length("ToolResult.result_json", result.ResultJson, Bounds.ToolResultBytes) is { } failure) return failure;
        if (!Json.IsValue(result.ResultJson)) return SessionFailures.Bound("ToolResult.result_json", "JSON");
        lock (_gate)
        {
            return _open is not null && _open.TryGetValue(result.CallId, out var waiting) && waiting.TrySetResult(result)
                ? null
                : SessionFailures.Unexpected("ToolResult of this call_id");
        }
    }
}

using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Sessions.Links;

namespace EdgeRuntime.Gateway.Sessions.Turns;

/// <summary>Brings the results of tools to whom they belong. Safe for several threads.</summary>
internal sealed class ToolWaits
{
    private readonly Lock _lock = new();
    private Dictionary<string, Wait>? _waits; // most turns call no tool

    /// <summary>Opens a call before it is sent.</summary>
    public Task<ToolResult> Open(string callId)
    {
        lock (_lock)
        {
            _waits ??= new(StringComparer.Ordinal);
            if (!_waits.TryGetValue(callId, out var wait)) _waits[callId] = wait = new Wait();
            return wait.Result.Task;
        }
    }

    /// <summary>True while a result of this call is waited for.</summary>
    public bool IsOpen(string callId)
    {
        lock (_lock) return _waits is not null && _waits.TryGetValue(callId, out var wait) && !wait.Result.Task.IsCompleted;
    }

    /// <summary>Takes a result that came from the device. Where several calls hear the turn, the first to bring it counts, and the others
    /// may bring it too.</summary>
    public Failure? Answer(ToolResult result, Link? by)
    {
        if (Bounds.Length("ToolResult.result_json", result.ResultJson, Bounds.ToolResultBytes) is { } failure) return failure;
        if (!Json.IsValue(result.ResultJson)) return SessionFailures.Bound("ToolResult.result_json", "JSON");
        lock (_lock)
        {
            if (_waits is null || !_waits.TryGetValue(result.CallId, out var wait)) return Nobody;
            if (!wait.Result.TrySetResult(result)) return wait.By == by ? Nobody : null;
            wait.By = by;
            return null;
        }
    }

    private static Failure Nobody => SessionFailures.Unexpected("ToolResult of this call_id");

    private sealed class Wait
    {
        public TaskCompletionSource<ToolResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Link? By { get; set; }
    }
}

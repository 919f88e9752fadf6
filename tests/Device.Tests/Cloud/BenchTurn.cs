using EdgeRuntime.Contracts.V1;
using Grpc.Core;

namespace Device.Tests.Cloud;

/// <summary>A turn on the bench: takes every input once by its number, keeps every response by its number, and bills once.</summary>
internal sealed class BenchTurn(Start start, Func<BenchTurn, Task> script)
{
    private readonly Lock _lock = new();
    private readonly List<ConverseResponse> _said = [];
    private readonly MemoryStream _sound = new();
    private readonly TaskCompletionSource _canceled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, TaskCompletionSource<ToolResult>> _results = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong _received = 1;

    public string Token { get; } = Guid.NewGuid().ToString("N");

    public Start Start => start;

    public string Words { get; private set; } = "";

    public byte[] Sound => _sound.ToArray();

    public byte[] Picture { get; private set; } = [];

    public int Links { get; set; }

    public int Bills { get; private set; }

    public ulong Acknowledged { get; private set; }

    /// <summary>Set when the client said that it stops.</summary>
    public Task Canceled => _canceled.Task;

    /// <summary>Completed with the last message.</summary>
    public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Take(ConverseRequest request)
    {
        lock (_lock)
        {
            if (request.Cancel is not null) _canceled.TrySetResult();
            if (request.Acknowledge is { } acknowledge) Acknowledged = Math.Max(Acknowledged, acknowledge.Sequence);
            if (request.Sequence <= _received) return;
            if (request.Sequence != _received + 1) throw new InvalidOperationException($"gap: {request.Sequence} after {_received}");
            _received = request.Sequence;
            if (request.ToolResult is { } result) Result(result.CallId).TrySetResult(result);
            if (request.Frame is { } frame) Picture = [.. Picture, .. frame.Jpeg];
            if (request.Text is { } text) Words += text.Text_;
            if (request.Audio is { } audio && (long)audio.FirstSample * 2 == _sound.Length) _sound.Write(audio.Pcm16.Span);
            if (request.Text is { Last: true } || request.Audio is { Last: true } || request.Frame is { Last: true }) _ = RunAsync();
        }
    }

    public Task SayAsync(string words)
    {
        Add(new ConverseResponse { TextDelta = new TextDelta { Text = words } });
        return Task.CompletedTask;
    }

    public Task<ToolResult> CallAsync(string id, string tool, string arguments)
    {
        Add(new ConverseResponse { ToolCall = new ToolCall { CallId = id, Name = tool, ArgumentsJson = arguments } });
        lock (_lock)
        {
            return Result(id).Task;
        }
    }

    public void Add(ConverseResponse response)
    {
        lock (_lock)
        {
            response.Sequence = (ulong)_said.Count + 2;
            _said.Add(response);
            Wake();
        }
    }

    public void Stop()
    {
        Over.TrySetResult();
        lock (_lock)
        {
            Wake();
        }
    }

    public async Task WriteAsync(
        IServerStreamWriter<ConverseResponse> responses, ulong after, int replaceAfter, CancellationToken cancellationToken)
    {
        Started started;
        lock (_lock)
        {
            started = new Started
            {
                SessionId = "bench",
                ResumeToken = Token,
                LastReceived = _received,
                Model = "bench",
                DeadlineMs = start.DeadlineMs,
            };
        }

        try
        {
            await responses.WriteAsync(new ConverseResponse { Sequence = 1, Started = started }, cancellationToken);
            for (var next = (int)Math.Max(after, 1) - 1; ; next++)
            {
                if (await NextAsync(next, cancellationToken) is not { } response) return;
                await responses.WriteAsync(response, cancellationToken);
                if (replaceAfter > 0 && next + 1 >= replaceAfter)
                {
                    await responses.WriteAsync(
                        new ConverseResponse
                        {
                            Error =
                            new Error { Code = "link-replaced", Message = "Another call has taken over this turn." }
                        }, cancellationToken);
                    return;
                }

                if (response.Done is not null || response.Error is not null) return;
            }
        }
        catch (Exception lost) when (lost is IOException or OperationCanceledException or InvalidOperationException or RpcException)
        {
            // The link is gone; what was said is still there for the next one.
        }
    }

    private async Task RunAsync()
    {
        var working = script(this);
        await Task.WhenAny(working, Canceled, Over.Task);
        if (Over.Task.IsCompleted) return;
        if (working.IsFaulted) await working;
        Bills++;
        Add(new ConverseResponse
        {
            Done = new Done
            {
                BillId = "01JBENCH0000000000000000AB",
                Currency = "USD",
                Usage = new Usage { InputTokens = 5, OutputTokens = _said.Count, CostNanos = 1_000 },
                StopReason = working.IsCompleted ? StopReason.Complete : StopReason.Canceled,
            },
        });
        Over.TrySetResult();
    }

    private async Task<ConverseResponse?> NextAsync(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (index < _said.Count) return _said[index];
                if (Over.Task.IsCompleted) return null;
                more = _more.Task;
            }

            await more.WaitAsync(cancellationToken);
        }
    }

    private TaskCompletionSource<ToolResult> Result(string id) =>
        _results.TryGetValue(id, out var result) ? result : _results[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake()
    {
        _more.TrySetResult();
        _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

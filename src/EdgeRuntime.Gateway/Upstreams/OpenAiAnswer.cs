using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>One streamed chat completion: sends the question at the first <see cref="MoveNextAsync"/>, gives words as they come, tool
/// calls when they are
/// whole, and at the end what was used, or how it failed. Memory is bounded by the longest line and the tool call limits. One
/// thread.</summary>
internal sealed class OpenAiAnswer(
    OpenAiUpstream upstream, UpstreamsOptions options, TimeProvider time, ChatRequest request, RouteOptions route, CancellationToken cancellationToken)
    : IAsyncEnumerator<ChatEvent>
{
    private const int MostCharsPerToken = 16; // no vocabulary comes near it; a server that ignores its limit is stopped here
    private readonly Watch _watch = new(time, options.FirstTokenTimeout, request.Deadline, cancellationToken);
    private readonly ChatChunk _chunk = new();
    private readonly ToolCallAssembler _tools = new(request);
    private readonly Queue<ChatToolCall> _calls = new(0);
    private HttpResponseMessage? _response;
    private SseLines? _lines;
    private long _chars;
    private long _utf8Bytes;
    private bool _over;

    public ChatEvent Current { get; private set; }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> MoveNextAsync()
    {
        if (_over)
        {
            return false;
        }

        try
        {
            Current = _lines is null && await OpenAsync() is { } refused ? Fail(refused) : await NextAsync();
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            Current = Fail(TimedOut() with { Evidence = UpstreamFailures.EvidenceOf(late) });
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            Current = Fail(_lines is null
                ? UpstreamFailures.Unreachable(upstream.Name, broken)
                : UpstreamFailures.Broken(upstream.Name, "broke off in the middle of an answer"));
        }

        return true;
    }

    public ValueTask DisposeAsync()
    {
        _over = true;
        _lines?.Dispose();
        _response?.Dispose();
        _watch.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<Failure?> OpenAsync()
    {
        using var message = upstream.Post("chat/completions", new ReadOnlyMemoryContent(ChatRequestBody.Write(request, route)), "application/json");
        _response = await upstream.SendAsync(message, _watch.Token);
        if (upstream.Refusal(_response) is { } refusal)
        {
            return refusal;
        }

        if (_response.Content.Headers.ContentType?.MediaType is not "text/event-stream")
        {
            return UpstreamFailures.Broken(upstream.Name, "answered with something else than an event stream");
        }

        _lines = new SseLines(await _response.Content.ReadAsStreamAsync(_watch.Token), options.LongestLineBytes);
        return null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ChatEvent> NextAsync()
    {
        while (true)
        {
            if (Step() is { } next)
            {
                return next;
            }

            var count = await _lines!.FillAsync(_watch.Token);
            if (count == 0)
            {
                return End(said: false);
            }

            _lines.Filled(count);
        }
    }

    /// <summary>The next event of what was received; null when more must be received.</summary>
    private ChatEvent? Step()
    {
        if (_calls.TryDequeue(out var call))
        {
            return new ChatEvent { ToolCall = call };
        }

        while (_lines!.TryRead(out var data))
        {
            if (data.SequenceEqual("[DONE]"u8))
            {
                return End(said: true);
            }

            if (Take(data) is { } next)
            {
                return next;
            }
        }

        return _lines.TooLong ? Fail(UpstreamFailures.Broken(upstream.Name, "sent an endless line")) : null;
    }

    private ChatEvent? Take(ReadOnlySpan<byte> data)
    {
        try
        {
            _chunk.Read(data, _tools);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            return Fail(UpstreamFailures.Broken(upstream.Name, "sent something that is not a chat completion"));
        }

        if (_chunk.IsError || _tools.TooLarge)
        {
            return Fail(UpstreamFailures.Broken(upstream.Name, _chunk.IsError ? "reported an error" : "sent tool calls that are too large") with
            {
                Evidence = _chunk.IsError ? Evidence.Unclear : Evidence.Question,
            });
        }

        if (_chunk.Finished && TakeToolCalls() is { } wrong)
        {
            return wrong;
        }

        if (_chunk.Text is not { Length: > 0 } text)
        {
            Touch();
            return _calls.TryDequeue(out var call) ? new ChatEvent { ToolCall = call } : null;
        }

        return TakeText(text);
    }

    private ChatEvent? TakeToolCalls()
    {
        if (_tools.Finish() is not { } calls)
        {
            return Fail(UpstreamFailures.Broken(upstream.Name, "called a tool that was not offered, or without readable arguments") with { Evidence = Evidence.Question });
        }

        foreach (var call in calls)
        {
            _calls.Enqueue(call);
            _utf8Bytes += call.Name.Length + Encoding.UTF8.GetByteCount(call.ArgumentsJson);
            _chars += call.ArgumentsJson.Length;
        }

        return null;
    }

    private ChatEvent TakeText(string text)
    {
        if (text.Contains('\0'))
        {
            return Fail(UpstreamFailures.Broken(upstream.Name, "sent a text with a zero character") with { Evidence = Evidence.Question });
        }

        _chars += text.Length;
        _utf8Bytes += Encoding.UTF8.GetByteCount(text);
        _watch.Touch(options.IdleTimeout);
        return _chars > (long)request.MaxOutputTokens * MostCharsPerToken ? Finish(cutShort: true) : new ChatEvent { Text = text };
    }

    // Before the first words, signs of life do not shorten the wait for them.
    private void Touch()
    {
        if (_chars > 0 || _tools.Begun)
        {
            _watch.Touch();
        }
    }

    // A server that says [DONE] without a reason has at least said that it is done.
    private ChatEvent End(bool said) => _chunk.Finished || (said && _chars > 0 && !_tools.Begun)
        ? Finish(_chunk.CutShort)
        : Fail(UpstreamFailures.Broken(upstream.Name, _chars > 0 ? "ended in the middle of an answer" : "ended without an answer"));

    private ChatEvent Finish(bool cutShort)
    {
        _over = true;
        var counted = CountCheck.CanBeTrue(request, _utf8Bytes, _chunk.InputTokens, _chunk.OutputTokens);
        return new ChatEvent
        {
            Finished = counted
                ? new(_chunk.InputTokens, _chunk.OutputTokens, Images: Images())
                : new(TokenEstimate.OfPrompt(request), Math.Min(TokenEstimate.OfBytes(_utf8Bytes), request.MaxOutputTokens), Images: Images()),
            Counted = counted,
            CutShort = cutShort,
        };
    }

    private int Images() => request.Messages.Sum(static message => message.Images.Count);

    private ChatEvent Fail(Failure failure)
    {
        _over = true;
        return new ChatEvent { Failure = failure };
    }

    private Failure TimedOut() => UpstreamFailures.Timeout(
        upstream.Name, _lines is null ? "did not take the question in time" : _chars == 0 ? "gave no first word in time" : "stopped in the middle of an answer");
}

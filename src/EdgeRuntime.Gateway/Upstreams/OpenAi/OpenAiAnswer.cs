using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using EdgeRuntime.Gateway.Upstreams.Routing;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>One streamed chat completion: sends the question at the first <see cref="MoveNextAsync"/>, gives words and the size of
/// thinking as they come, tool calls when they are whole, and at the end what was used, or how it failed. It is whole only when its
/// server said so by a known <c>finish_reason</c>. Memory is bounded by the longest event and the tool call limits. One thread.</summary>
internal sealed class OpenAiAnswer(
    OpenAiUpstream upstream, UpstreamsOptions options, TimeProvider time, ChatRequest request, RouteOptions route,
    CancellationToken cancellationToken)
    : IAsyncEnumerator<ChatEvent>
{
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(1); // for the count and the end behind the last word
    private const int MostCharsPerToken = 16; // no vocabulary comes near it; a server that ignores its limit is stopped here
    private readonly AnswerTimeout _watch = new(time, options.FirstTokenTimeout, request.Deadline, cancellationToken);
    private readonly ChatChunk _chunk = new();
    private readonly ToolCallAssembler _tools = new(request);
    private readonly Queue<ChatToolCall> _calls = new(0);
    private HttpResponseMessage? _response;
    private readonly ThinkTags _thinking = new(route.BeginsThinking);
    private SseLines? _lines;
    private string _words = ""; // received with thinking, and to be given next
    private int _comments; // that counted as signs of life
    private long _chars;
    private long _thoughtBytes;
    private long _utf8Bytes; // of answer, tool calls and thinking
    private bool _calledTools;
    private bool _wentOn; // behind its finish_reason, which says nothing of what follows it
    private bool _repeatsFinish; // with words every time, so that none of them says that it was the last
    private bool _awaitsEnd;
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
            Current = IsWhole ? End() : Fail(TimedOut() with { Evidence = UpstreamFailures.EvidenceOf(late) });
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            Current = IsWhole ? End() : Fail(_lines is null
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
        var body = new ReadOnlyMemoryContent(ChatRequestBody.Write(request, route));
        using var message = upstream.Post("chat/completions", body, "application/json", request.Leaving);
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

            AwaitEnd();
            var count = await _lines!.FillAsync(_watch.Token);
            if (count == 0)
            {
                return _lines.TryReadLast(out var data) && Read(data) is { } last ? last : Step() ?? End();
            }

            _lines.Filled(count);
        }
    }

    /// <summary>The next event of what was received; null when more must be received.</summary>
    private ChatEvent? Step()
    {
        while (true)
        {
            if (_words.Length > 0) return TakeText(_words);
            if (_calls.TryDequeue(out var call)) return new ChatEvent { ToolCall = call };
            if (!_lines!.TryRead(out var data)) break;
            if (Read(data) is { } next) return next;
        }

        TouchByComments();
        return _lines.TooLong ? Fail(UpstreamFailures.Broken(upstream.Name, "sent an endless line")) : null;
    }

    private ChatEvent? Read(ReadOnlySpan<byte> data) =>
        _lines!.IsError ? Reported() : data.SequenceEqual("[DONE]"u8) ? End() : Take(data);

    private ChatEvent Reported() => Fail(UpstreamFailures.Broken(upstream.Name, "reported an error") with { Evidence = Evidence.Unclear });

    private ChatEvent? Take(ReadOnlySpan<byte> data)
    {
        var wasFinished = _chunk.Finish != ChatFinish.None;
        try
        {
            _chunk.Read(data, _tools);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            return Fail(UpstreamFailures.Broken(upstream.Name, "sent something that is not a chat completion"));
        }

        if (_chunk.IsError) return Reported();
        if (_tools.TooLarge)
        {
            return Fail(UpstreamFailures.Broken(upstream.Name, "sent tool calls that are too large") with { Evidence = Evidence.Question });
        }

        var brought = _chunk.Text is { Length: > 0 } || _chunk.ThoughtBytes > 0 || _tools.Begun;
        _wentOn = !_chunk.Ends && (_wentOn || (wasFinished && brought));
        _repeatsFinish |= _chunk.Ends && wasFinished && brought;
        if (TakeToolCalls() is { } wrong)
        {
            return wrong;
        }

        var thoughtBytes = _chunk.ThoughtBytes;
        if (_chunk.Text is { Length: > 0 } text)
        {
            _words = _thinking.Take(text, out var tagged);
            thoughtBytes += tagged;
        }

        if (_chunk.Finish != ChatFinish.None)
        {
            _words += _thinking.Finish(out var held);
            thoughtBytes += held;
        }

        return thoughtBytes > 0 ? TakeThought(thoughtBytes)
            : _words.Length > 0 ? TakeText(_words)
            : Touch();
    }

    // What an answer that was cut had of its calls may look whole and is not.
    private ChatEvent? TakeToolCalls()
    {
        if (_chunk.Finish is ChatFinish.None or ChatFinish.Error or ChatFinish.Unknown || !_tools.Begun)
        {
            return null;
        }

        if (_chunk.Finish is ChatFinish.Length or ChatFinish.Filtered)
        {
            _utf8Bytes += _tools.Drop();
            return null;
        }

        if (_tools.Finish() is not { } calls)
        {
            return Fail(
                UpstreamFailures.Broken(
                    upstream.Name,
                    "called a tool that was not offered, or without readable arguments") with
                { Evidence = Evidence.Question });
        }

        foreach (var call in calls)
        {
            _calls.Enqueue(call);
            _utf8Bytes += call.Name.Length + Encoding.UTF8.GetByteCount(call.ArgumentsJson);
            _chars += call.ArgumentsJson.Length;
        }

        _calledTools = true;
        return null;
    }

    private ChatEvent TakeText(string text)
    {
        _words = "";
        if (text.Contains('\0'))
        {
            return Fail(UpstreamFailures.Broken(upstream.Name, "sent a text with a zero character") with { Evidence = Evidence.Question });
        }

        _chars += text.Length;
        _utf8Bytes += Encoding.UTF8.GetByteCount(text);
        _watch.Touch(options.IdleTimeout);
        return IsEndless ? Finish(ChatFinish.Length) : new ChatEvent { Text = text };
    }

    private ChatEvent TakeThought(int bytes)
    {
        _thoughtBytes += bytes;
        _utf8Bytes += bytes;
        _watch.Touch();
        return IsEndless ? Finish(ChatFinish.Length) : new ChatEvent { ThoughtBytes = bytes };
    }

    private bool IsEndless => _chars + _thoughtBytes > (long)request.MaxOutputTokens * MostCharsPerToken;

    // A server has said how the answer ended and has sent nothing of it since: what becomes of the connection changes nothing of that.
    private bool IsWhole => !_over && !_wentOn && !_repeatsFinish && !_thinking.IsInside && _chunk.Finish switch
    {
        ChatFinish.Whole => _chars > 0 || _calledTools,
        ChatFinish.ToolCalls => _calledTools,
        ChatFinish.Length or ChatFinish.Filtered => true,
        _ => false,
    };

    // Once the answer is whole, count and end are waited for shortly: some servers keep the connection open and never say [DONE].
    private void AwaitEnd()
    {
        if (_awaitsEnd == IsWhole) return;
        _awaitsEnd = IsWhole;
        _watch.Touch(_awaitsEnd && TimeToEnd < options.IdleTimeout ? TimeToEnd : options.IdleTimeout);
    }

    // Before the first words, events with nothing in them are no sign of life: a server that sends no more would be waited for without end.
    // Words that are held are one.
    private ChatEvent? Touch()
    {
        if (!IsWhole && (_chars > 0 || _tools.Begun || _chunk.Text is { Length: > 0 }))
        {
            _watch.Touch();
        }

        return null;
    }

    // A comment is how servers say that they are at work: while a question waits for its place, or the model thinks. Once the answer is
    // whole there is no work.
    private void TouchByComments()
    {
        if (_comments != _lines!.Comments && _chunk.Finish == ChatFinish.None)
        {
            _watch.Touch();
        }

        _comments = _lines.Comments;
    }

    private ChatEvent End() => _chunk.Finish switch
    {
        ChatFinish.None => Broken(_utf8Bytes > 0 || _tools.Begun ? "ended in the middle of an answer" : "ended without an answer"),
        ChatFinish.Error => Broken("ended the answer with an error"),
        ChatFinish.Unknown => Broken("ended the answer for a reason that is not known here (its finish_reason)"),
        ChatFinish.Whole or ChatFinish.ToolCalls when _wentOn => Broken("went on behind its finish_reason and gave no other"),
        ChatFinish.Whole or ChatFinish.ToolCalls when _thinking.IsInside => Broken("ended in the middle of its thinking"),
        ChatFinish.ToolCalls when !_calledTools => Broken("ended with a tool call that it did not send"),
        var finish => Finish(finish),
    };

    private ChatEvent Finish(ChatFinish finish)
    {
        _over = true;
        var counted = CountCheck.CanBeTrue(
            request, _utf8Bytes, _chunk.InputTokens, _chunk.OutputTokens, _chunk.ThoughtTokens, route.InstructionTokens);
        return new ChatEvent
        {
            Finished = counted
                ? new(_chunk.InputTokens, _chunk.OutputTokens, Images: Images())
                : new(
                    TokenEstimate.OfPrompt(request), Math.Min(TokenEstimate.CountBytes(_utf8Bytes), request.MaxOutputTokens),
                    Images: Images()),
            Counted = counted,
            CutShort = finish == ChatFinish.Length,
            IsFiltered = finish == ChatFinish.Filtered,
        };
    }

    private ChatEvent Broken(string why) => Fail(UpstreamFailures.Broken(upstream.Name, why));

    private int Images() => request.Messages.Sum(static message => message.Images.Count);

    private ChatEvent Fail(Failure failure)
    {
        _over = true;
        return new ChatEvent { Failure = failure };
    }

    private Failure TimedOut() => UpstreamFailures.Timeout(
        upstream.Name,
        _lines is null ? "did not take the question in time"
        : _utf8Bytes == 0 ? "gave no first word in time"
        : "stopped in the middle of an answer");
}

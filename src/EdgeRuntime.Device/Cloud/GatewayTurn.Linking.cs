using EdgeRuntime.Assistant.Answering;
using Wire = EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Device.Cloud;

internal sealed partial class GatewayTurn
{
    // Gives the failure that ends the question; null when the gateway has ended it itself.
    private async ValueTask<AnswerEvent.Failed?> ConverseAsync()
    {
        var opened = await _health.OpenAsync(_ => OpenAsync(_outbox.After(0), resumes: false), _kill.Token).ConfigureAwait(false);
        while (opened.Link is { } link)
        {
            AnswerEvent.Failed? failed;
            await using (link)
            {
                var isOver = await FollowAsync(link).ConfigureAwait(false);
                _link = null;
                if (isOver) return null;
                failed = link.Broken is null ? WireFailures.Down() : WireFailures.Convert(link.Broken, _channel.Refusal);
            }

            if (!failed.CanRetry || Left <= TimeSpan.Zero) return failed;
            await EmitAsync(new AnswerEvent.Interrupted(), 0).ConfigureAwait(false);
            opened = await ResumeAsync().ConfigureAwait(false);
            if (opened.Link is not null) await EmitAsync(new AnswerEvent.Resumed(), 0).ConfigureAwait(false);
        }

        return opened.Failed;
    }

    private async ValueTask<OpenedLink> ResumeAsync()
    {
        var began = _time.GetTimestamp();
        do
        {
            var resume = new Wire.Start { ResumeToken = _resumeToken, LastReceived = _received, IdempotencyKey = _question.Key };
            var opened = await OpenAsync([new Wire.ConverseRequest { Sequence = 1, Start = resume }], resumes: true).ConfigureAwait(false);
            if (opened.Failed is null) return opened;
            if (opened.Failed.Failure.Code == WireFailures.TurnLostCode) return await AnewAsync().ConfigureAwait(false);
            if (!opened.Failed.CanRetry) return opened;
            await Task.Delay(_options.ResumePause, _time, _kill.Token).ConfigureAwait(false);
        }
        while (_time.GetElapsedTime(began) < _options.ResumeWindow);
        return new OpenedLink(null, WireFailures.Lost());
    }

    // The gateway has forgotten the turn. Under its key it can begin again and is billed once,
    // but words that were heard must not come twice.
    private ValueTask<OpenedLink> AnewAsync()
    {
        if (_received > 1) return ValueTask.FromResult(new OpenedLink(null, WireFailures.Lost()));
        _received = 0;
        return _health.OpenAsync(_ => OpenAsync(_outbox.After(0), resumes: false), _kill.Token);
    }

    private async ValueTask<OpenedLink> OpenAsync(IReadOnlyList<Wire.ConverseRequest> messages, bool resumes)
    {
        var link = new GatewayLink(_channel, _question.TraceId, Left + BeyondDeadline, _time, _kill.Token);
        var began = _time.GetTimestamp();
        link.EndAfter(_options.StartTimeout);
        link.Send(messages);
        var first = await link.ReadAsync().ConfigureAwait(false);
        if (first?.Started is { } started)
        {
            link.EndAfter(Timeout.InfiniteTimeSpan);
            await TakenAsync(link, started, resumes, _time.GetElapsedTime(began)).ConfigureAwait(false);
            return new OpenedLink(link, null);
        }

        await using (link)
        {
            _kill.Token.ThrowIfCancellationRequested();
            return new OpenedLink(null, first switch
            {
                { Error: { } error } => WireFailures.Convert(error),
                null => link.Broken is null ? WireFailures.Down() : WireFailures.Convert(link.Broken, _channel.Refusal),
                _ => WireFailures.Confused("a turn that did not begin with Started"),
            });
        }
    }

    private async ValueTask TakenAsync(GatewayLink link, Wire.Started started, bool resumes, TimeSpan roundTrip)
    {
        _resumeToken = started.ResumeToken.Length > 0 ? started.ResumeToken : _resumeToken;
        SessionId = started.SessionId;
        _received = Math.Max(_received, 1);
        _link = link;
        if (resumes) link.Send(_outbox.After(Math.Max(started.LastReceived, 1)));
        else _health.Measured(roundTrip);
        if (_isCanceled) await link.WriteAsync(Cancel).ConfigureAwait(false);
        if (_hasBegun) return;
        _hasBegun = true;
        await EmitAsync(new AnswerEvent.Began(started.Model, started.Scripted), 1).ConfigureAwait(false);
    }

    // True when the answer is over; false when the link is.
    private async ValueTask<bool> FollowAsync(GatewayLink link)
    {
        while (await link.ReadAsync().ConfigureAwait(false) is { } response)
        {
            if (response.Error?.Code == WireFailures.ReplacedCode) break; // as good as lost: the turn is resumed, which takes it back
            if (response.Started is not null || IsRepeated(response)) continue;
            if (response.Sequence > _received + 1)
            {
                await EmitAsync(WireFailures.Confused($"message {response.Sequence} after {_received}"), 0).ConfigureAwait(false);
                return true;
            }

            _received = Math.Max(_received, response.Sequence);
            if (response.ToolCall is { } call) await RunToolAsync(link, call, response.Sequence).ConfigureAwait(false);
            else if (await PassOnAsync(response).ConfigureAwait(false)) return true;
        }

        _kill.Token.ThrowIfCancellationRequested();
        return false;
    }

    // Usage and errors may carry an old number without being a repetition.
    private bool IsRepeated(Wire.ConverseResponse response) =>
        response.Sequence <= _received && response.UsageSoFar is null && response.Error is null;

    private async ValueTask<bool> PassOnAsync(Wire.ConverseResponse response)
    {
        if (WireAnswers.Convert(response) is not { } happened) return false;
        if (happened is AnswerEvent.Done done) _health.Billed(done.Bill.CostNanos);
        await EmitAsync(happened, response.Sequence).ConfigureAwait(false);
        return happened is AnswerEvent.Done or AnswerEvent.Failed;
    }

    private async ValueTask RunToolAsync(GatewayLink link, Wire.ToolCall call, ulong sequence)
    {
        var request = WireTools.RequestOf(call);
        var reply = new ToolReply("""{"error":"canceled","message":"The wearer has stopped it."}""", Failed: true);
        try
        {
            if (!_isCanceled) reply = await _question.RunTool(request, _unread.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_isCanceled)
        {
            // The reply above says so.
        }

        await link.WriteAsync(_outbox.Add(call.CallId, reply)).ConfigureAwait(false);
        await EmitAsync(new AnswerEvent.ToolRan(request, reply), sequence).ConfigureAwait(false);
    }
}

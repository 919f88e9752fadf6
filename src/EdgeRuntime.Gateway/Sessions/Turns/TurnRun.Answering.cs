using System.Text;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Guardrails;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions.Turns;

internal sealed partial class TurnRun
{
    private readonly List<ChatMessage> _said = []; // what this turn adds to the conversation, question first
    private List<ChatMessage> _messages = [];
    private SpeechLine? _speech;
    private long _firstTokenAt;

    private async ValueTask<TurnEnding> AnswerAsync()
    {
        if (!(await HistoryAsync()).TryGet(out var history, out var failure)) return failure;
        _messages = ConversationContext.Build(Instructions, history, _question, Options.ContextTokens);
        _said.Add(_question with { Images = [] });
        if (!turn.Start.WantSpeech) return await RoundsAsync();
        await using (_speech = new SpeechLine(turn, services, _meter!, Request([], [], maxOutputTokens: 0), AffordAsync))
        {
            var ending = await RoundsAsync();
            return ending.Failure is null && ending.Reason != StopReason.Budget ? await _speech.FinishAsync() ?? ending : ending;
        }
    }

    private async ValueTask<TurnEnding> RoundsAsync()
    {
        for (var round = 1; round <= Options.Rounds; round++)
        {
            var answer = new AnswerRound();
            if (await AskAsync(answer) is { } ending) return ending;
            if (answer.IsFiltered) return StopReason.Filtered;
            Remember(answer);
            if (answer.Calls.Count == 0)
            {
                return answer.IsCutShort ? (answer.IsCutByMoney ? StopReason.Budget : StopReason.Length) : StopReason.Complete;
            }

            Send(new ConverseResponse { UsageSoFar = new UsageSoFar { Usage = UsageNow() } });
            if (await RunToolsAsync(answer.Calls) is { } broken) return broken;
        }

        return SessionFailures.ToolRounds;
    }

    private async ValueTask<TurnEnding?> AskAsync(AnswerRound answer)
    {
        var request = Request([.. _messages], turn.Start.Tools, Options.MaxOutputTokens);
        var images = _messages.Sum(message => message.Images.Count);
        if (await BeginRoundAsync(answer, TokenEstimate.OfPrompt(request), images) is { } poor) return poor;
        request = request with { MaxOutputTokens = answer.MaxOutputTokens, Leaving = answer.Leave };
        using var stage = GatewayTracing.Stage("edge_gateway.upstream");
        var filter = services.Guardrails.FilterAnswer(turn.Caller);
        try
        {
            await foreach (var step in services.Models.ChatAsync(request, turn.Stopped))
            {
                var ending = Take(step, answer, filter, images);
                if (ending is null) continue;
                SayCut(answer, ending.Value, filter);
                return ending;
            }
        }
        catch (OperationCanceledException) when (turn.Stopped.IsCancellationRequested)
        {
            if (!answer.HasLeft) _meter!.AbandonRound(images);
            SayCut(answer, EndingOf(turn.Cause), filter);
            throw;
        }
        catch (Exception) when (answer.IsEmpty) // the whole turn breaks by it, and is logged there; what brought nothing costs nothing
        {
            _meter!.AbandonRound(images);
            throw;
        }
        finally
        {
            stage?.SetTag("gen_ai.usage.output_tokens", _meter!.Used.OutputTokens);
        }

        return Say(answer, "", filter.Finish());
    }

    // Null where the money is there for it; how many tokens it is enough for, the round keeps.
    private async ValueTask<TurnEnding?> BeginRoundAsync(AnswerRound answer, long input, int images)
    {
        var most = new Amounts(input, Options.MaxOutputTokens, Images: images);
        if (await AffordAsync(most, most with { OutputTokens = Least.OutputTokens }) is { } poor) return poor;
        answer.MaxOutputTokens = (int)_meter!.BeginRound(input, images, Options.MaxOutputTokens);
        answer.IsCutByMoney = answer.MaxOutputTokens < Options.MaxOutputTokens;
        if (answer.MaxOutputTokens > 0) return null;
        _meter.AbandonRound(images);
        return StopReason.Budget;
    }

    // Null to go on.
    private TurnEnding? Take(in ChatEvent step, AnswerRound answer, IAnswerFilter filter, int images) => step switch
    {
        { Text: { } delta } => Say(answer, delta, filter.Push(delta)),
        { ThoughtBytes: > 0 and var bytes } => Think(answer, bytes),
        { ToolCall: { } call } => Call(answer, call),
        { Finished: { } counted } => Finish(answer, counted, step),
        _ => Broke(step.Failure!, images, answer, filter),
    };

    // Null to go on. The words are counted as they came from the model, and sent as the filter lets them through.
    private TurnEnding? Say(AnswerRound answer, string delta, FilteredText passed)
    {
        if (delta.Length > 0) _meter!.Answered(Encoding.UTF8.GetByteCount(delta));
        if (!passed.TryGet(out var words, out _)) return StopReason.Filtered;
        PutOut(answer, words);
        turn.Stopped.ThrowIfCancellationRequested();
        return delta.Length == 0 ? null : EndByMeter(answer);
    }

    // Nobody hears it, but somebody pays for it.
    private TurnEnding? Think(AnswerRound answer, int bytes)
    {
        answer.HasThought = true;
        _meter!.Answered(bytes);
        return EndByMeter(answer);
    }

    // By the estimate, and only where money is what limits the answer: else its server knows better when the limit is reached.
    private TurnEnding? EndByMeter(AnswerRound answer) =>
        answer.IsCutByMoney && _meter!.IsExhausted ? StopReason.Budget : _meter!.IsEndless ? StopReason.Length : null;

    private TurnEnding? Call(AnswerRound answer, ChatToolCall call) =>
        services.Guardrails.CheckArguments(turn.Caller, call.ArgumentsJson).TryGet(out var arguments, out _)
            ? answer.Add(call with { ArgumentsJson = arguments })
            : StopReason.Filtered;

    // An answer that breaks off still brings the words that it was billed for and that the filter held.
    private void SayCut(AnswerRound answer, TurnEnding ending, IAnswerFilter filter)
    {
        if (ending.Reason is not StopReason.Filtered && filter.Cut().TryGet(out var words, out _)) PutOut(answer, words);
    }

    private void PutOut(AnswerRound answer, string words)
    {
        if (words.Length == 0) return;
        if (_firstTokenAt == 0) MarkFirstToken();
        answer.Words.Append(words);
        SendWords(words);
        _speech?.Add(words);
    }

    private TurnEnding? Finish(AnswerRound answer, Amounts counted, ChatEvent end)
    {
        _meter!.EndRound(counted, isEstimated: !end.Counted);
        answer.IsCutShort = end.CutShort;
        answer.IsFiltered = end.IsFiltered;
        if (_firstTokenAt != 0) services.Meters.Answered(turn.Model, counted.OutputTokens, services.Time.GetElapsedTime(_firstTokenAt));
        return null;
    }

    // A question that brought no word and no thought costs nothing: no upstream charges for an error.
    private TurnEnding? Broke(Failure failure, int images, AnswerRound answer, IAnswerFilter filter)
    {
        SayCut(answer, failure, filter);
        if (answer.IsEmpty) _meter!.AbandonRound(images);
        return failure;
    }

    private void MarkFirstToken()
    {
        _firstTokenAt = services.Time.GetTimestamp();
        services.Meters.FirstToken(turn.Model, services.Time.GetElapsedTime(_heardAt, _firstTokenAt));
        _span?.AddEvent(new System.Diagnostics.ActivityEvent("gen_ai.first_token"));
    }

    private void SendWords(string words)
    {
        const int most = Bounds.DeltaBytes / 4; // a UTF-16 unit takes at most 3 bytes, half a surrogate pair 2
        for (var at = 0; at < words.Length;)
        {
            var length = Math.Min(most, words.Length - at);
            if (at + length < words.Length && char.IsHighSurrogate(words[at + length - 1])) length--;
            Send(new ConverseResponse
            {
                TextDelta = new TextDelta { Text = words.Length == length ? words : words.Substring(at, length) },
            });
            at += length;
        }
    }

    private void Remember(AnswerRound answer)
    {
        var message = new ChatMessage(ChatRole.Assistant, answer.Words.ToString()) { ToolCalls = answer.Calls };
        _messages.Add(message);
        _said.Add(message);
    }

    private async ValueTask<Outcome<IReadOnlyList<ChatMessage>>> HistoryAsync()
    {
        if (turn.Start.SessionId.Length == 0 || Options.ContextTokens == 0) return Array.Empty<ChatMessage>();
        return await services.History.LoadAsync(turn.Caller, turn.SessionId, turn.Stopped);
    }
}

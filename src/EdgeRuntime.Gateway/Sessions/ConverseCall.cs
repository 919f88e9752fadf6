using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Sessions.Links;
using EdgeRuntime.Gateway.Sessions.Turns;
using Google.Protobuf;
using Grpc.Core;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>One <c>Converse</c> call: proves the caller, begins or resumes a turn, carries messages both ways.
/// When its link is lost the turn goes on without it. Ends after exactly one Done or Error,
/// unless the link was lost; <see cref="EndAsync()"/> follows.</summary>
internal sealed partial class ConverseCall(
    IAsyncStreamReader<ConverseRequest> requests,
    IServerStreamWriter<ConverseResponse> responses,
    ServerCallContext context,
    TurnRegistry turns,
    CallerProof proof,
    TurnServices services)
{
    private static readonly WriteOptions MoreFollows = new(WriteFlags.BufferHint);

    private readonly CancellationTokenSource _reading = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
    private bool _isSecond; // with the key of a turn that another call began

    /// <summary>Runs the call to its end.</summary>
    public async Task RunAsync()
    {
        if (!(await BeginAsync()).TryGet(out var joined, out var failure))
        {
            await RefuseAsync(failure);
            return;
        }

        (var turn, var from, _isSecond) = joined;
        Link? link = null;
        if (!_isSecond)
        {
            link = turn.Attach(from, Abort);
        }
        else if (!(await JoinAsync(turn)).TryGet(out link, out failure))
        {
            await RefuseAsync(failure);
            return;
        }

        _uplink = ReadAsync(turn, link);
        try
        {
            if (from > 0) await responses.WriteAsync(Again(turn));
            await WriteAsync(turn, link);
        }
        catch (Exception lost) when (IsLost(lost))
        {
            using var scope = services.Logger.BeginScope(new TurnScope(turn.Caller.TenantId, turn.Start.IdempotencyKey));
            Log.LinkLost(services.Logger, turn.Caller.TenantId); // nobody is there to be told; the turn waits for another call
        }
        finally
        {
            _isOver = true;
            turn.Detach(link);
        }
    }

    private async ValueTask<Outcome<(ServedTurn Turn, ulong From, bool IsSecond)>> BeginAsync()
    {
        if (!(await proof.ProveAsync(context)).TryGet(out var caller, out var failure)) return failure;
        if (!(await FirstAsync()).TryGet(out var start, out failure)) return failure;
        var isNew = start.ResumeToken.Length == 0;
        failure = isNew ? Bounds.Check(start) : Bounds.CheckResume(start);
        if (failure is not null) return failure;
        if (!(isNew ? turns.Begin(caller, start, DeviceTrace.Read(context)) : turns.Resume(caller, start.ResumeToken))
            .TryGet(out var turn, out failure))
        {
            return failure;
        }

        if (isNew) return (turn, 0, !ReferenceEquals(turn.Start, start));
        return turn.Outbox.Reaches(start.LastReceived) ? (turn, start.LastReceived, false) : SessionFailures.ResumeTooLate;
    }

    private async ValueTask<Outcome<Start>> FirstAsync()
    {
        try
        {
            if (!await requests.MoveNext(_reading.Token).WaitAsync(services.Options.InputGap, services.Time))
            {
                return SessionFailures.StartMissing;
            }
        }
        catch (TimeoutException)
        {
            return SessionFailures.InputTimeout;
        }
        catch (Exception broken) when (!IsLost(broken))
        {
            return Unreadable(broken);
        }

        var first = requests.Current;
        if (first.MessageCase != ConverseRequest.MessageOneofCase.Start) return SessionFailures.StartMissing;
        return first.Sequence == 1 ? first.Start : SessionFailures.SequenceGap(1, first.Sequence);
    }

    private async Task ReadAsync(ServedTurn turn, Link link)
    {
        try
        {
            while (await requests.MoveNext(_reading.Token))
            {
                if (_isOver) return;
                if (turn.Receive(requests.Current, link) is not { } failure) continue;
                Fail(turn, link, failure);
                return;
            }

            if (!turn.Input.IsWhole && turn.IsSpeaking(link)) turn.Stop(StopCause.Failed, SessionFailures.InputIncomplete);
        }
        catch (Exception broken) when (IsLost(broken))
        {
            link.End(SessionFailures.LinkLost);
        }
        catch (Exception broken)
        {
            Fail(turn, link, Unreadable(broken));
        }
    }

    // A turn is only its speaking call's to end; who listens, or says something else than was said, ends alone.
    private static void Fail(ServedTurn turn, Link link, Failure failure)
    {
        if (failure != SessionFailures.KeyReused && turn.IsSpeaking(link)) turn.Stop(StopCause.Failed, failure);
        else link.End(failure);
    }

    private async Task WriteAsync(ServedTurn turn, Link link)
    {
        while (true)
        {
            if (link.Over is { } why)
            {
                await RefuseAsync(why);
                return;
            }

            var response = turn.Outbox.ReadAfter(link.Position, out var isLast, out var hasMore);
            if (response is null)
            {
                if (!turn.Outbox.HasForgotten(link.Position))
                {
                    await link.Signal.WaitAsync();
                    continue;
                }

                await TellTooLateAsync(turn);
                return;
            }

            if (_isSecond && response.Started is not null)
            {
                turn.Outbox.Sent(link.Position = response.Sequence); // it has had its own at once
                continue;
            }

            responses.WriteOptions = hasMore ? MoreFollows : null;
            await responses.WriteAsync(response);
            turn.Outbox.Sent(link.Position = response.Sequence);
            if (isLast) return;
        }
    }

    // What this call still has to hear is gone. A second one can come back with the key for the bill.
    private async ValueTask TellTooLateAsync(ServedTurn turn)
    {
        if (!_isSecond) await RefuseAsync(SessionFailures.ResumeTooLate);
        else if (turn.Bill is not { } bill) await RefuseAsync(LedgerFailures.TurnRunning);
        else await responses.WriteAsync(new ConverseResponse { Error = ContractMessages.ErrorOf(SessionFailures.AlreadyDone, bill) });
    }

    // Started once more, with how far the requests have come.
    private ConverseResponse Again(ServedTurn turn) => new() { Sequence = 1, Started = TurnRun.StartedNow(turn, services) };

    private void Abort() => context.GetHttpContext().Abort();

    private async ValueTask RefuseAsync(Failure failure)
    {
        if (context.CancellationToken.IsCancellationRequested) return;
        await responses.WriteAsync(new ConverseResponse { Error = ContractMessages.ErrorOf(failure) });
    }

    private bool IsLost(Exception broken) =>
        context.CancellationToken.IsCancellationRequested || _reading.IsCancellationRequested
        || broken is OperationCanceledException
        || (broken is IOException and not InvalidProtocolBufferException && !IsOfTheFraming(broken));

    // gRPC says with an exception of lost connections that a frame is longer than 2 GiB; only where it was thrown tells the two apart.
    private static bool IsOfTheFraming(Exception broken) =>
        broken.GetType() == typeof(IOException) && broken.Source == "Grpc.AspNetCore.Server";

    private static Failure Unreadable(Exception broken) =>
        broken is RpcException { StatusCode: StatusCode.ResourceExhausted }
            ? SessionFailures.MessageTooLong
            : SessionFailures.MessageMalformed;
}

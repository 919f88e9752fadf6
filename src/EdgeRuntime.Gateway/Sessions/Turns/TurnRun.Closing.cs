using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Sessions.Links;

namespace EdgeRuntime.Gateway.Sessions.Turns;

internal sealed partial class TurnRun
{
    /// <summary>True when this run was charged: then its answer is worth keeping for a while.</summary>
    public bool IsBilled { get; private set; }

    // The last step of every turn. Not cancellable: money is not left half done.
    private async Task CloseAsync(TurnEnding ending)
    {
        Bill? bill = null;
        try
        {
            var remembering = RememberAsync(ending);
            var settled = await SettleAsync(ending);
            bill = settled.Value;
            if (settled.Failure is { } failure) ending = failure == LedgerFailures.TurnTaken ? failure : SessionFailures.SettlementDelayed;
            await remembering;
        }
        catch (Exception defect)
        {
            Log.TurnBroke(services.Logger, defect, turn.Caller.TenantId);
            ending = SessionFailures.SettlementDelayed;
        }

        var billed = _earlierBill is null && bill is not null ? bill.Used : default;
        _place?.Used((int)Math.Min(int.MaxValue, billed.InputTokens + billed.OutputTokens));
        _place?.Dispose();
        Report(ending, bill);
        if (IsBilled) turn.Bill = bill;
        else freeKey(); // before the client can know: it may ask again with the same key at once
        turn.Outbox.TryComplete(LastMessage(ending, bill));
        turn.End();
    }

    private Amounts Used => _meter?.Used ?? default;

    // Nothing used and nothing answered: the key stays free, so that a retryable failure can be retried with it.
    // What the ledger could not store in time it goes on storing by itself; asking with the same key gives the bill later.
    private async ValueTask<Outcome<Bill?>> SettleAsync(TurnEnding ending)
    {
        if (_reservation is null) return _earlierBill;
        using var stage = GatewayTracing.Stage("edge_gateway.settlement");
        stage?.SetTag("edge_gateway.bill.id", _reservation.Id);
        var release = ending.Failure is not null && Used == default;
        var outcome = release ? await ReleaseAsync() : await ChargeAsync(ending);
        if (outcome.Failure is { } failure) Log.NotSettled(services.Logger, _reservation.Id, failure.Code);
        GatewayTracing.Fail(stage, outcome.Failure);
        return outcome;
    }

    private async ValueTask<Outcome<Bill?>> ReleaseAsync()
    {
        if (await services.Ledger.ReleaseAsync(turn.Caller, _reservation!.Id) is { } failure) return failure;
        return (Bill?)null;
    }

    private async ValueTask<Outcome<Bill?>> ChargeAsync(TurnEnding ending)
    {
        if (!(await services.Ledger.SettleAsync(turn.Caller, _reservation!.Id, Used, ending.Words, _meter!.IsEstimated))
            .TryGet(out var bill, out var failure))
        {
            return failure;
        }

        IsBilled = true;
        return bill;
    }

    private async ValueTask RememberAsync(TurnEnding ending)
    {
        if (turn.IsSensitive || turn.IsForgotten || _reservation is null || _said.Count < 2 || ending.Failure is not null) return;
        if (await services.History.AppendAsync(
            turn.Caller, turn.SessionId, _reservation, _said, CancellationToken.None) is { } failure)
        {
            Log.HistoryNotKept(services.Logger, turn.Caller.TenantId, failure.Code);
        }
    }

    private void Report(TurnEnding ending, Bill? bill)
    {
        var took = services.Time.GetElapsedTime(turn.BeganAt);
        services.Meters.Ended(
            turn.Model, turn.Caller.TenantId, took, Used, _earlierBill is null ? bill?.CostNanos ?? 0 : 0, ending.Failure?.Code);
        Log.TurnEnded(services.Logger, turn.Caller.TenantId, ending.Words, bill?.Id ?? "-");
        if (_span is null) return;
        _span.SetTag("gen_ai.usage.input_tokens", Used.InputTokens).SetTag("gen_ai.usage.output_tokens", Used.OutputTokens);
        _span.SetTag("gen_ai.response.finish_reasons", new[] { ending.Words }).SetTag("edge_gateway.tenant", turn.Caller.TenantId);
        _span.SetTag("edge_gateway.bill.id", bill?.Id).SetTag("edge_gateway.cost_nanos", bill?.CostNanos);
        GatewayTracing.Fail(_span, ending.Failure);
    }

    private ConverseResponse LastMessage(TurnEnding ending, Bill? bill)
    {
        if (ending.Failure is not { } failure)
        {
            return new ConverseResponse
            {
                Done = new Done
                {
                    Usage = ContractMessages.UsageOf(bill!),
                    Currency = services.Prices.Currency,
                    BillId = bill!.Id,
                    StopReason = ending.Reason,
                },
            };
        }

        return new ConverseResponse { Error = bill is null ? ContractMessages.ErrorOf(failure) : ContractMessages.ErrorOf(failure, bill) };
    }

    private Usage UsageNow() => ContractMessages.UsageOf(_meter!.Billable, _meter.CostNanos, _meter.IsEstimated);
}

using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Sessions.Links;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions.Turns;

internal sealed partial class TurnRun
{
    // Of a spoken sentence or a short typed text; when more has come it is asked for before the question is.
    private const int ShortTextTokens = 256;

    // Under this there is no use in asking: a short question and a short answer.
    private static readonly Amounts Least = new(InputTokens: 64, OutputTokens: 16);

    private async ValueTask<TurnEnding?> AdmitAsync()
    {
        if (!services.Prices.Find(turn.Model).TryGet(out var price, out var failure)) return NoModel(failure);
        if (NotAllowed() is { } refused) return refused;
        if (services.Models.WhyNever(turn.Model, turn.IsSensitive, turn.Start.WantSpeech) is { } never) return never;
        failure = await EnterAsync() ?? await ReserveAsync(price);
        if (failure is not null) return failure;
        Send(new ConverseResponse { Started = StartedNow(turn, services) }, isUrgent: false); // written while the question is on its way
        return null;
    }

    // Who has named no model cannot name another one in its place.
    private Failure NoModel(Failure unknown) =>
        turn.Start.Model.Length > 0 ? unknown : SessionFailures.DefaultModelGone(turn.Model, turn.Caller.TenantId);

    private Failure? NotAllowed()
    {
        var caller = turn.Caller;
        if (caller.Models.Count > 0 && !caller.Models.Contains(turn.Model)) return SessionFailures.ModelNotAllowed(turn.Model);
        if (!caller.Features.HasFlag(Features.Chat)) return SessionFailures.FeatureNotAllowed("answers");
        if (turn.Start.WantSpeech && !caller.Features.HasFlag(Features.Speech)) return SessionFailures.FeatureNotAllowed("speech");
        return turn.Start.Tools.Count > 0 && !caller.Features.HasFlag(Features.Tools) ? SessionFailures.FeatureNotAllowed("tools") : null;
    }

    private async ValueTask<Failure?> EnterAsync()
    {
        using var stage = GatewayTracing.Stage("edge_gateway.admission");
        var entered = await services.Admission.EnterAsync(
            turn.Caller, Options.MaxOutputTokens, turn.Start.Priority, turn.Deadline, turn.Stopped);
        _place = entered.Value;
        GatewayTracing.Fail(stage, entered.Failure);
        return entered.Failure;
    }

    private async ValueTask<Failure?> ReserveAsync(ModelPrice price)
    {
        using var stage = GatewayTracing.Stage("edge_gateway.reservation");
        var most = Ceiled(price.CostNanos(Expected()));
        var least = Math.Min(most, price.CostNanos(Least));
        if (IsOverCeiling(price.CostNanos(Least))) return SessionFailures.CeilingTooLow;
        var request = new ReservationRequest(turn.Start.IdempotencyKey, turn.SessionId, price, most, least, turn.Deadline.Left);
        if (!(await services.Ledger.ReserveAsync(turn.Caller, request, turn.Stopped)).TryGet(out var reserved, out var failure))
        {
            GatewayTracing.Fail(stage, failure);
            return failure;
        }

        stage?.SetTag("edge_gateway.bill.id", reserved.Id);
        if ((_earlierBill = reserved.Settled) is not null) return SessionFailures.AlreadyDone;
        _reservation = reserved;
        _meter = new TurnMeter(price, reserved.GrantedNanos);
        return null;
    }

    // What is known before anything was said: instructions, tools, and the longest answer. The rest is asked for when it is known.
    private Amounts Expected() => new(
        ShortTextTokens + TokenEstimate.Count(Instructions) + turn.Start.Tools.Sum(TokenEstimate.CountTool),
        Options.MaxOutputTokens);

    private long Ceiled(long nanos) => turn.Start.PriceCeilingNanos > 0 ? Math.Min(nanos, turn.Start.PriceCeilingNanos) : nanos;

    private bool IsOverCeiling(long nanos) => Ceiled(nanos) < nanos;

    /// <summary>Sets more money aside where what comes would cost more than is set aside. As long as nothing was used,
    /// it fails when there is not enough for the least; later the answer is cut at what there is.</summary>
    /// <param name="more">The most that comes.</param>
    /// <param name="least">Of no use with less.</param>
    private async ValueTask<Failure?> AffordAsync(Amounts more, Amounts least)
    {
        if (Used == default && IsOverCeiling(_meter!.CostWith(least))) return SessionFailures.CeilingTooLow;
        var most = Ceiled(_meter!.CostWith(more));
        if (most <= _meter.GrantedNanos) return null;
        var needed = Used == default ? Math.Min(most, _meter.CostWith(least)) : 0;
        var extended = await services.Ledger.ExtendAsync(turn.Caller, _reservation!.Id, most, needed);
        if (extended.TryGet(out var granted, out var failure)) _meter.Grant(granted);
        return needed == 0 && failure is { Blame: Blame.Tenant, Code: "budget-exhausted" or "budget-reserved" } ? null : failure;
    }

    /// <summary>What a client is told when its call is attached to a turn.</summary>
    public static Started StartedNow(ServedTurn turn, TurnServices services) => new()
    {
        SessionId = turn.SessionId,
        ResumeToken = turn.Token,
        LastReceived = turn.LastReceived,
        DeadlineMs = turn.MillisecondsLeft,
        Model = turn.Model,
        Scripted = services.Models.IsScripted(turn.Model),
    };
}

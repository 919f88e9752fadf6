using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Sessions;

internal sealed partial class TurnRun
{
    // What input may come to, for the upper bound of a turn: 32 768 bytes of text at 4 bytes a token, and as much again for tool results.
    private const int MostInputTokens = 2 * Bounds.TextTurnBytes / 4;
    private const int MostSoundMs = Bounds.AudioTurnBytes / 32; // 16 000 samples/s × 2 bytes
    private const int SpeechMsPerToken = 300; // 0.75 words a token at 150 words a minute

    // Under this there is no use in asking: a short question and a short answer.
    private static readonly Amounts Least = new(InputTokens: 64, OutputTokens: 16);

    // After the deadline the turn settles; a reservation that outlives this belongs to a gateway that was killed.
    private static readonly TimeSpan TimeToSettle = TimeSpan.FromSeconds(30);

    private async ValueTask<TurnEnding?> AdmitAsync()
    {
        if (!services.Prices.Find(turn.Model).TryGet(out var price, out var failure)) return failure;
        if (NotAllowed() is { } refused) return refused;
        failure = await EnterAsync() ?? await ReserveAsync(price);
        if (failure is not null) return failure;
        Send(new ConverseResponse { Started = StartedNow(turn, services) }, isUrgent: false); // written while the question is on its way
        return null;
    }

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
        var entered = await services.Admission.EnterAsync(turn.Caller, Options.MaxOutputTokens, turn.Start.Priority, turn.Deadline, turn.Stopped);
        _place = entered.Value;
        GatewayTracing.Fail(stage, entered.Failure);
        return entered.Failure;
    }

    private async ValueTask<Failure?> ReserveAsync(ModelPrice price)
    {
        using var stage = GatewayTracing.Stage("edge_gateway.reservation");
        var most = price.CostNanos(Most());
        if (turn.Start.PriceCeilingNanos > 0) most = Math.Min(most, turn.Start.PriceCeilingNanos);
        var request = new ReservationRequest(
            turn.Start.IdempotencyKey, turn.SessionId, price, most, Math.Min(most, price.CostNanos(Least)), turn.Deadline + TimeToSettle);
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

    private Amounts Most()
    {
        var rounds = turn.Start.Tools.Count > 0 ? Options.Rounds : 1;
        return new Amounts(
            rounds * (long)(Options.ContextTokens + MostInputTokens),
            rounds * (long)Options.MaxOutputTokens,
            turn.Caller.Features.HasFlag(Features.Audio) ? MostSoundMs : 0,
            turn.Start.WantSpeech ? Options.MaxOutputTokens * (long)SpeechMsPerToken : 0,
            turn.Caller.Features.HasFlag(Features.Vision) ? rounds * Bounds.FramesPerTurn : 0);
    }

    /// <summary>What a client is told when its call is attached to a turn.</summary>
    public static Started StartedNow(Turn turn, TurnServices services) => new()
    {
        SessionId = turn.SessionId,
        ResumeToken = turn.Token,
        LastReceived = turn.LastReceived,
        DeadlineMs = turn.MillisecondsLeft,
        Model = turn.Model,
        Scripted = services.Models.IsScripted(turn.Model),
    };
}

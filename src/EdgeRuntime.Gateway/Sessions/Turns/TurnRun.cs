using System.Diagnostics;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Admission;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Sessions.Links;

namespace EdgeRuntime.Gateway.Sessions.Turns;

/// <summary>The work of one turn, in order: admit and reserve, hear, answer, settle.
/// It ends with exactly one Done or Error in the outbox and with no reservation left, whatever happens. Runs once.</summary>
/// <param name="turn">What the client sees of it.</param>
/// <param name="services">What all turns share.</param>
/// <param name="freeKey">Called before the last message when nothing was charged, so that the key can begin a new turn.</param>
internal sealed partial class TurnRun(ServedTurn turn, TurnServices services, Action freeKey)
{
    private IAdmissionPlace? _place;
    private Reservation? _reservation;
    private Bill? _earlierBill;
    private TurnMeter? _meter;
    private Activity? _span;

    private SessionsOptions Options => services.Options;

    private string Instructions => Locale.Instruct(Options.SystemPrompt, turn.Start.Locale);

    /// <summary>Runs the turn to its end. Does not throw.</summary>
    /// <param name="parent">The device's trace.</param>
    public async Task RunAsync(ActivityContext parent)
    {
        services.Meters.Began();
        using var scope = services.Logger.BeginScope(new TurnScope(turn.Caller.TenantId, turn.Start.IdempotencyKey));
        using (_span = GatewayTracing.Source.StartActivity("chat " + turn.Model, ActivityKind.Internal, parent))
        {
            _span?.SetTag("gen_ai.operation.name", "chat").SetTag("gen_ai.request.model", turn.Model)
                .SetTag("gen_ai.conversation.id", turn.SessionId);
            await CloseAsync(await StagesAsync());
        }
    }

    private async Task<TurnEnding> StagesAsync()
    {
        try
        {
            return await AdmitAsync() ?? await HearAsync() ?? await AnswerAsync();
        }
        catch (OperationCanceledException) when (turn.Stopped.IsCancellationRequested)
        {
            return EndingOf(turn.Cause);
        }
        catch (Exception defect)
        {
            Log.TurnBroke(services.Logger, defect, turn.Caller.TenantId);
            return SessionFailures.Internal;
        }
    }

    private TurnEnding EndingOf(StopCause cause) => cause switch
    {
        StopCause.Canceled when _reservation is null => SessionFailures.CanceledEarly,
        StopCause.Canceled => StopReason.Canceled,
        StopCause.Deadline when _reservation is null => SessionFailures.Deadline,
        StopCause.Deadline => StopReason.Deadline,
        _ => turn.Broken ?? SessionFailures.Internal,
    };

    private void Send(ConverseResponse response, bool isUrgent = true)
    {
        if (!turn.Outbox.TryAdd(response, isUrgent)) turn.Stop(StopCause.Failed, SessionFailures.NotReading);
    }
}

using System.Globalization;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Sessions.Links;
using Grpc.Core;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>The service <c>edgeruntime.v1.Assistant</c>. What fails in <c>Converse</c> ends with an Error message;
/// what fails in the other calls ends with a status and the same Error in the trailer <c>edge-error-bin</c>.</summary>
internal sealed class AssistantEndpoint(TurnRegistry turns, CallerProof proof, TurnServices services) : Assistant.AssistantBase
{
    /// <summary>Response header that names the replica.</summary>
    public const string ReplicaHeader = "edge-replica";

    /// <inheritdoc/>
    public override async Task Converse(
        IAsyncStreamReader<ConverseRequest> requestStream, IServerStreamWriter<ConverseResponse> responseStream, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        http.Response.Headers[ReplicaHeader] = services.Options.Replica;
        var call = new ConverseCall(requestStream, responseStream, context, turns, proof, services);
        turns.Calls.Enter();
        http.Features.Set(call); // from here on it leaves when it has ended
        await call.RunAsync();
    }

    /// <inheritdoc/>
    public override async Task<GetUsageResponse> GetUsage(GetUsageRequest request, ServerCallContext context)
    {
        var caller = Value(await proof.ProveAsync(context));
        if (MonthOf(request.Month) is not { } month)
        {
            throw Refusal.Create(SessionFailures.Bound("GetUsageRequest.month", "like 2026-11 or empty"));
        }

        if (Bounds.Length("GetUsageRequest.device_id", request.DeviceId, 64) is { } failure) throw Refusal.Create(failure);
        var device = request.DeviceId.Length > 0 ? request.DeviceId : null;
        var totals = Value(await services.Ledger.UsageAsync(caller, month, device, context.CancellationToken));
        return new GetUsageResponse
        {
            Currency = services.Prices.Currency,
            Usage = ContractMessages.UsageOf(totals.Used, totals.CostNanos),
            Turns = totals.Turns,
            BudgetLeftNanos = totals.BudgetLeftNanos ?? -1,
            ReservedNanos = totals.ReservedNanos,
        };
    }

    /// <inheritdoc/>
    public override async Task<ForgetSessionResponse> ForgetSession(ForgetSessionRequest request, ServerCallContext context)
    {
        var caller = Value(await proof.ProveAsync(context));
        if (Bounds.Identifier("ForgetSessionRequest.session_id", request.SessionId, 1, Bounds.SessionIdBytes) is { } failure)
        {
            throw Refusal.Create(failure);
        }

        var runs = turns.Forget(caller, request.SessionId); // a session's first turn is in no history yet
        var isKept = Value(await services.History.ForgetAsync(caller, request.SessionId, context.CancellationToken));
        return new ForgetSessionResponse { Found = runs || isKept };
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: the month")]
    private DateOnly? MonthOf(string month)
    {
        var now = services.Time.GetUtcNow();
        if (month.Length == 0) return new DateOnly(now.Year, now.Month, 1);
        return DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed : null;
    }

    private static T Value<T>(Outcome<T> outcome) => outcome.Failure is { } failure ? throw Refusal.Create(failure) : outcome.Value!;
}

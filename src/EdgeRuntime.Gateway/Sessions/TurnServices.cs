using EdgeRuntime.Gateway.Admission;
using EdgeRuntime.Gateway.Guardrails;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Sessions.History;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Everything that the turns of this gateway share.</summary>
internal sealed record TurnServices(
    IAdmission Admission,
    InputMemory Memory,
    ILedger Ledger,
    IPriceList Prices,
    IModels Models,
    IGuardrails Guardrails,
    ISessionHistory History,
    GatewayMeters Meters,
    TimeProvider Time,
    SessionsOptions Options,
    ILogger Logger);

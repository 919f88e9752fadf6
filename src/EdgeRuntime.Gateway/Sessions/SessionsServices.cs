using EdgeRuntime.Gateway.Admission;
using EdgeRuntime.Gateway.Guardrails;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Sessions.History;
using EdgeRuntime.Gateway.Sessions.Links;
using EdgeRuntime.Gateway.Upstreams;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Puts the sessions into a host.</summary>
public static class SessionsServices
{
    /// <summary>Adds turns and their endpoint; everything they stand on is added by the other capabilities.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SessionsOptions>().Bind(configuration.GetSection(SessionsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SessionsOptions>, SessionsOptions.Validator>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SessionsOptions>>().Value);
        services.AddSingleton(Shared);
        services.AddSingleton<RefusedCalls>();
        services.AddSingleton<CallGuard>();
        services.AddSingleton<CallerProof>();
        services.AddSingleton<ResumeGuard>();
        services.AddSingleton<TurnRegistry>();
        services.AddSingleton<AssistantEndpoint>();
        services.AddHostedService<TurnSweeper>();
        services.AddHostedService<KeyWatch>();
        return services;
    }

    private static TurnServices Shared(IServiceProvider provider) => new(
        provider.GetRequiredService<IAdmission>(),
        provider.GetRequiredService<InputMemory>(),
        provider.GetRequiredService<ILedger>(),
        provider.GetRequiredService<IPriceList>(),
        provider.GetRequiredService<IModels>(),
        provider.GetRequiredService<IGuardrails>(),
        provider.GetRequiredService<ISessionHistory>(),
        provider.GetRequiredService<GatewayMeters>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<SessionsOptions>(),
        provider.GetRequiredService<ILoggerFactory>().CreateLogger("EdgeRuntime.Gateway.Sessions"));
}

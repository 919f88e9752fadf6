using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Puts what looks at texts, pictures and answers into the host.</summary>
public static class GuardrailsServices
{
    /// <summary>Adds <see cref="IGuardrails"/> as configured at <see cref="GuardrailsOptions.Section"/>; bad settings stop the program at
    /// its start.</summary>
    public static IServiceCollection AddGuardrails(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GuardrailsOptions>().Bind(configuration.GetSection(GuardrailsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GuardrailsOptions>, GuardrailsOptions.Validator>();
        services.AddSingleton<IGuardrails, Guardrails>();
        return services;
    }
}

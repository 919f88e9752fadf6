using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Admission;

/// <summary>Adds the limits and the queue.</summary>
public static class AdmissionServices
{
    /// <summary>Adds <see cref="IAdmission"/> as configured at <see cref="AdmissionOptions.Section"/>; bad settings stop the program at
    /// its start.</summary>
    public static IServiceCollection AddAdmission(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AdmissionOptions>().Bind(configuration.GetSection(AdmissionOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AdmissionOptions>, AdmissionOptions.Validator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IAdmission, Admission>();
        services.AddSingleton<InputMemory>();
        return services;
    }
}

using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Tenants;

/// <summary>Authentication, from section <c>Gateway:Tenants</c>.</summary>
public sealed class TenantsOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Gateway:Tenants";

    /// <value>How long an answer of the store is trusted: a revoked key is good for no longer,
    /// and its running turns are ended after about as long. 0..1 min.</value>
    public TimeSpan Remember { get; set; } = TimeSpan.FromSeconds(2);

    /// <value>Keys that are remembered, 1..1,000,000; when they are more, those that were read longest ago are read again.</value>
    public int MostRemembered { get; set; } = 10_000;

    /// <summary>Checks every bound; the sentence names key, value and fix.</summary>
    public sealed class Validator : IValidateOptions<TenantsOptions>
    {
        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, TenantsOptions options)
        {
            if (options.Remember < TimeSpan.Zero || options.Remember > TimeSpan.FromMinutes(1))
            {
                return ValidateOptionsResult.Fail($"{Section}:{nameof(Remember)} is '{options.Remember}': use 00:00:00 to 00:01:00.");
            }

            return options.MostRemembered is < 1 or > 1_000_000
                ? ValidateOptionsResult.Fail($"{Section}:{nameof(MostRemembered)} is '{options.MostRemembered}': use 1 to 1000000.")
                : ValidateOptionsResult.Success;
        }
    }
}

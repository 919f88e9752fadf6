using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Bounds and policies of the filters; what differs between tenants stands in their settings. Section <c>Gateway:Guardrails</c>.</summary>
public sealed record GuardrailsOptions
{
    /// <summary>Where they stand in the configuration.</summary>
    public const string Section = "Gateway:Guardrails";

    /// <value>Longest text from the wearer or from a tool, in UTF-8 bytes.</value>
    public int MostTextBytes { get; init; } = 32_768;

    /// <value>Longest answer in characters.</value>
    public int MostAnswerChars { get; init; } = 262_144;

    /// <summary>Checks bounds; one sentence per fault.</summary>
    public sealed class Validator : IValidateOptions<GuardrailsOptions>
    {
        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, GuardrailsOptions options)
        {
            (string Key, object Value, bool Good, string Fix)[] rules =
            [
                (nameof(MostTextBytes), options.MostTextBytes, options.MostTextBytes is >= 1 and <= 1_048_576, "1 to 1048576"),
                (nameof(MostAnswerChars), options.MostAnswerChars, options.MostAnswerChars is >= 1 and <= 16_777_216, "1 to 16777216"),
            ];
            string[] faults = [.. from rule in rules where !rule.Good select $"{Section}:{rule.Key} is '{rule.Value}': give {rule.Fix}."];
            return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}

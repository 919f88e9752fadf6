using EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Every refusal of the filters. None of them repeats what was refused.</summary>
internal static class GuardrailFailures
{
    public static Failure TooLarge(string what, long size, long most) => new(
        "guardrail-too-large", $"Refusing to take {what} of {size}: at most {most}.", "Send less.", Blame.Client);
}

using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Guardrails.PersonalData;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Every refusal of the filters. None of them repeats what was refused.</summary>
internal static class GuardrailFailures
{
    public static Failure TooLarge(string what, long size, long most) => new(
        "guardrail-too-large", $"Refusing to take {what} of {size}: at most {most}.", "Send less.", Blame.Client);

    public static Failure NotAPicture(string why) => new(
        "guardrail-picture", $"Refusing to take a picture: {why}.", "Send a baseline or progressive JPEG within the documented size.",
        Blame.Client);

    public static Failure PersonalData(PersonalDataKind kind) => new(
        "guardrail-personal-data", $"Refusing to pass on personal data or a secret ({Name(kind)}).",
        "Leave it out; the tenant's policy does not allow it.", Blame.Tenant);

    public static Failure Topic() => new(
        "guardrail-topic", "Refusing to go on: the tenant does not allow this topic.", "Ask about something else.", Blame.Tenant);

    public static Failure Injection() => new(
        "guardrail-injection", "Refusing to pass on the result of a tool or the text of a picture: it holds instructions to the model.",
        "Have a look at where the text comes from.", Blame.Client);

    public static Failure Moderated() => new(
        "guardrail-moderation", "Refusing to go on: the moderation model objects.", "Ask in another way.", Blame.Tenant);

    public static Failure ModerationDown() => new(
        "guardrail-unavailable", "Refusing to go on unchecked: the moderation model does not answer.", "Try again in a moment.",
        Blame.Upstream)
    {
        Retryable = true,
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    private static string Name(PersonalDataKind kind) => kind switch
    {
        PersonalDataKind.Card => "payment card",
        PersonalDataKind.Phone => "phone number",
        PersonalDataKind.Iban => "bank account",
        PersonalDataKind.Email => "e-mail address",
        _ => "key of a service",
    };
}

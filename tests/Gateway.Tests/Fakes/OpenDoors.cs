using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Guardrails;
using EdgeRuntime.Gateway.Tenants;

namespace Gateway.Tests.Fakes;

/// <summary>Filters nothing but the word "forbidden".</summary>
internal sealed class OpenDoors : IGuardrails, IAnswerFilter
{
    public ValueTask<Outcome<string>> CheckInputAsync(Caller caller, string text, CancellationToken cancellationToken) => new(Push(text));

    public ValueTask<Outcome<string>> CheckForeignAsync(Caller caller, string text, CancellationToken cancellationToken) => new(Push(text));

    public IAnswerFilter FilterAnswer(Caller caller) => this;

    public Outcome<string> Push(string delta) =>
        delta.Contains("forbidden") ? new Failure("guardrail-topic", "No.", "Ask something else.", Blame.Client) : delta;

    public Outcome<string> Finish() => "";
}

using System.Text;
using EdgeRuntime.Gateway.Tenants;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>The chain: size first.</summary>
internal sealed class Guardrails(IOptions<GuardrailsOptions> options) : IGuardrails
{
    private readonly GuardrailsOptions _options = options.Value;

    public ValueTask<Outcome<string>> CheckInputAsync(Caller caller, string text, CancellationToken cancellationToken) =>
        ValueTask.FromResult(CheckSize(text));

    public ValueTask<Outcome<string>> CheckForeignAsync(Caller caller, string text, CancellationToken cancellationToken) =>
        ValueTask.FromResult(CheckSize(text));

    public IAnswerFilter FilterAnswer(Caller caller) => new AnswerFilter(_options.MostAnswerChars);

    private Outcome<string> CheckSize(string text) => Encoding.UTF8.GetByteCount(text) is var bytes && bytes > _options.MostTextBytes
        ? GuardrailFailures.TooLarge("a text in bytes", bytes, _options.MostTextBytes)
        : text;
}

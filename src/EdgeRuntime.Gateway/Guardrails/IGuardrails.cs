using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>The ordered chain of filters. Safe for several threads; what it hands out belongs to one turn.</summary>
public interface IGuardrails
{
    /// <summary>Checks words from the wearer. Gives them, changed where the tenant's policy redacts; or <c>guardrail-…</c>.</summary>
    ValueTask<Outcome<string>> CheckInputAsync(Caller caller, string text, CancellationToken cancellationToken);

    /// <summary>Checks the result of a tool or text read from a picture: marks of prompt injection besides. JSON is checked by what its
    /// texts say once their escapes are undone, and stays JSON unless it is wrapped.</summary>
    ValueTask<Outcome<string>> CheckForeignAsync(Caller caller, string text, CancellationToken cancellationToken);

    /// <summary>Checks the arguments with which a model calls a tool, as its words are checked: gives them, still JSON, or
    /// <c>guardrail-…</c>.</summary>
    Outcome<string> CheckArguments(Caller caller, string json);

    /// <summary>Checks that a picture is a whole JPEG of bearable size; null when it is.</summary>
    Failure? CheckFrame(Caller caller, ReadOnlySpan<byte> jpeg);

    /// <summary>Checks how much sound has come in this turn; null when it may go on.</summary>
    Failure? CheckSound(Caller caller, long pcmBytes);

    /// <summary>A filter for the answer of one turn.</summary>
    IAnswerFilter FilterAnswer(Caller caller);
}

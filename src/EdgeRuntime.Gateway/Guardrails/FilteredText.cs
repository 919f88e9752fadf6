using System.Diagnostics.CodeAnalysis;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>What a filter lets out of an answer, or why the answer ends. A value: there is one for every token.</summary>
/// <param name="Text">May go out now, possibly nothing; null where there is a failure.</param>
/// <param name="Failure">Ends the answer.</param>
public readonly record struct FilteredText(string? Text, Failure? Failure)
{
    /// <summary>What may go out.</summary>
    public static implicit operator FilteredText(string text) => new(text, null);

    /// <summary>What ends the answer.</summary>
    public static implicit operator FilteredText(Failure failure) => new(null, failure);

    /// <summary>True with the text, or false with the failure.</summary>
    public bool TryGet([NotNullWhen(true)] out string? text, [NotNullWhen(false)] out Failure? failure)
    {
        (text, failure) = (Text, Failure);
        return failure is null;
    }
}

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Filters one answer.</summary>
internal sealed class AnswerFilter(int mostChars) : IAnswerFilter
{
    private int _chars;

    public Outcome<string> Push(string delta)
    {
        _chars += delta.Length;
        return _chars > mostChars ? GuardrailFailures.TooLarge("an answer in characters", _chars, mostChars) : delta;
    }

    public Outcome<string> Finish() => "";
}

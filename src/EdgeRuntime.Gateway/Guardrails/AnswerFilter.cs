namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>The chain of filters over one answer. Gives the very same string back where nothing is held or changed, which is nearly
/// always.</summary>
internal sealed class AnswerFilter(IReadOnlyList<ITextFilter> filters, int mostChars) : IAnswerFilter
{
    private readonly CharBuffer[] _between = [.. filters.Select(_ => new CharBuffer())];
    private int _chars;

    public FilteredText Push(string delta)
    {
        _chars += delta.Length;
        if (_chars > mostChars)
        {
            return GuardrailFailures.TooLarge("an answer in characters", _chars, mostChars);
        }

        var text = delta.AsSpan();
        for (var link = 0; link < filters.Count; link++)
        {
            _between[link].Clear();
            if (filters[link].Push(text, _between[link]) is { } refusal)
            {
                return refusal;
            }

            text = _between[link].Span;
        }

        return text.SequenceEqual(delta) ? delta : text.ToString();
    }

    public FilteredText Finish() => End(static (filter, output) => filter.Finish(output));

    public FilteredText Cut() => End(static (filter, output) => filter.Cut(output));

    private FilteredText End(Func<ITextFilter, CharBuffer, Failure?> end)
    {
        ReadOnlySpan<char> text = [];
        for (var link = 0; link < filters.Count; link++)
        {
            _between[link].Clear();
            if ((filters[link].Push(text, _between[link]) ?? end(filters[link], _between[link])) is { } refusal)
            {
                return refusal;
            }

            text = _between[link].Span;
        }

        return text.ToString();
    }
}

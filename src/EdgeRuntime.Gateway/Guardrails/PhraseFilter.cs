namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Refuses a text with one of some phrases in it. Holds back exactly what can still become one, so that not even its first word
/// goes out.</summary>
internal sealed class PhraseFilter(PhraseAutomaton phrases, Failure refusal) : ITextFilter
{
    private const int MostHeld = 1024; // reached only by a phrase with hundreds of spaces between its words
    private readonly CharBuffer _held = new();
    private readonly Queue<int> _lengths = []; // characters of the text for each normalised one that is held
    private int _state = phrases.Start;
    private bool _afterSpace = true;
    private bool _refused;

    public Failure? Push(ReadOnlySpan<char> text, CharBuffer output)
    {
        foreach (var c in text)
        {
            if (_refused)
            {
                break;
            }

            Take(c, output);
        }

        return _refused ? refusal : null;
    }

    public Failure? Finish(CharBuffer output)
    {
        _refused |= !_afterSpace && phrases.Matches(phrases.Step(_state, ' '));
        output.Add(_held.Span);
        _held.Clear();
        return _refused ? refusal : null;
    }

    // The beginning of a phrase is not the phrase.
    public Failure? Cut(CharBuffer output) => Finish(output);

    private void Take(char c, CharBuffer output)
    {
        var normal = PhraseAutomaton.Normalise(c);
        if (normal is null || (normal == ' ' && _afterSpace))
        {
            Join(c, output);
            return;
        }

        _held.Add(c);
        _lengths.Enqueue(1);
        _afterSpace = normal == ' ';
        _state = phrases.Step(_state, normal.Value);
        _refused = phrases.Matches(_state);
        Release(phrases.Pending(_state), output);
    }

    // Belongs to the character before it.
    private void Join(char c, CharBuffer output)
    {
        if (_lengths.Count == 0)
        {
            output.Add(c);
            return;
        }

        _held.Add(c);
        for (var turn = 1; turn < _lengths.Count; turn++)
        {
            _lengths.Enqueue(_lengths.Dequeue());
        }

        _lengths.Enqueue(_lengths.Dequeue() + 1);
        if (_held.Count > MostHeld)
        {
            Release(0, output);
            (_state, _afterSpace) = (phrases.Start, true);
        }
    }

    private void Release(int pending, CharBuffer output)
    {
        while (_lengths.Count > pending)
        {
            var length = _lengths.Dequeue();
            output.Add(_held.Span[..length]);
            _held.RemoveFirst(length);
        }
    }
}

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Replaces payment cards, phone numbers, bank accounts, e-mail addresses and keys, or refuses the text. A small automaton with
/// one character of input at a
/// time; it holds back only what can still become a match: a number until it ends, a word from its first digit or from behind its first
/// mark, a key from behind its
/// beginning. So the plain letters that an address or a key begins with go out before it is known for what it is, unless whole words are
/// held.</summary>
/// <param name="refuse">Whether a match ends the text instead of being replaced.</param>
/// <param name="holdWords">Whether every word is held until it ends: nothing of an address goes out, but a streaming answer is a token
/// late.</param>
internal sealed partial class PersonalDataFilter(bool refuse, bool holdWords) : ITextFilter
{
    private const int LongestWord = 256; // RFC 5321: an address has at most 254 characters
    private const int LongestHead = 16; // no beginning of a key is longer
    private readonly CharBuffer _held = new();
    private readonly CharBuffer _head = new(); // first letters of the current word, which went out already
    private CharBuffer _output = new();
    private Failure? _refusal;
    private Mode _mode;
    private bool _afterMark;
    private int _domainAt; // of the @ in what is held

    private enum Mode
    {
        Free,
        Word,
        LongWord,
        Number,
        Iban,
        Domain,
    }

    public Failure? Push(ReadOnlySpan<char> text, CharBuffer output)
    {
        _output = output;
        foreach (var c in text)
        {
            Take(c);
        }

        return _refusal;
    }

    public Failure? Finish(CharBuffer output)
    {
        _output = output;
        while (_mode != Mode.Free)
        {
            End('\n');
        }

        return _refusal;
    }

    private static bool IsMark(char c) => c is '.' or '_' or '%' or '+' or '-';

    private void Take(char c)
    {
        while (!Step(c))
        {
            End(c);
        }
    }

    /// <summary>Takes a character; false when it does not belong to what is being read, which is over then.</summary>
    private bool Step(char c) => _mode switch
    {
        Mode.Word => StepWord(c),
        Mode.LongWord => StepLongWord(c),
        Mode.Number => StepNumber(c),
        Mode.Iban => StepIban(c),
        Mode.Domain => StepDomain(c),
        _ => StepFree(c),
    };

    /// <summary>Ends what is being read, before a character that does not belong to it.</summary>
    private void End(char next)
    {
        var mode = _mode;
        _mode = Mode.Free;
        switch (mode)
        {
            case Mode.Word:
                EndWord(next);
                break;
            case Mode.Number:
                EndNumber(next);
                break;
            case Mode.Iban:
                EndIban();
                break;
            case Mode.Domain:
                EndDomain();
                break;
        }
    }

    private bool StepFree(char c)
    {
        if (NumberMatch.IsDigit(c) || c is '+' or '(')
        {
            _mode = Mode.Number;
            _held.Add(c);
        }
        else if (char.IsLetter(c))
        {
            BeginWord();
            return StepWord(c);
        }
        else
        {
            _output.Add(c);
        }

        return true;
    }

    private void Replace(int length, PersonalDataKind kind)
    {
        if (refuse)
        {
            _refusal ??= GuardrailFailures.PersonalData(kind);
        }

        _held.RemoveFirst(length);
        _output.Add(kind switch
        {
            PersonalDataKind.Card => "[card number removed]",
            PersonalDataKind.Phone => "[phone number removed]",
            PersonalDataKind.Iban => "[account number removed]",
            PersonalDataKind.Email => "[e-mail address removed]",
            _ => "[key removed]",
        });
    }

    private void Release(int length)
    {
        _output.Add(_held.Span[..length]);
        _held.RemoveFirst(length);
    }
}

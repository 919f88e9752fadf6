using System.Globalization;
using System.Text;

namespace EdgeRuntime.Gateway.Guardrails.PersonalData;

/// <summary>Replaces payment cards, phone numbers, bank accounts, e-mail addresses and keys, or refuses the text. A small automaton with
/// one character of input at a time; it holds back what can still become a match: a number until it ends, a word until it ends. Only a
/// text's first word goes out while it is being written, so that the first token of an answer is not late: its letters up to the first
/// digit or mark are out before it is known for an address or a key.</summary>
/// <param name="refuse">Whether a match ends the text instead of being replaced.</param>
/// <param name="holdFirst">Whether the first word is held like the others.</param>
internal sealed partial class PersonalDataFilter(bool refuse, bool holdFirst) : ITextFilter
{
    private const int LongestWord = 256; // RFC 5321: an address has at most 254 characters
    private const int LongestHead = 16; // no beginning of a key is longer
    private readonly CharBuffer _held = new();
    private readonly CharBuffer _head = new(); // first letters of the current word, which went out already
    private readonly Queue<Rune> _standIns = new(); // the digits of two characters in what is held, each of which one stands for
    private CharBuffer _output = new();
    private char _high; // first half of a character
    private Failure? _refusal;
    private Mode _mode;
    private bool _holdsWord;
    private bool _isBegun; // something else than spaces was read
    private bool _isUnspaced; // the current word is of a script that writes no spaces
    private bool _isAfterUnspaced; // such a word ended at once before
    private Touch _before; // the first group that is held
    private bool _isTime; // a colon stands there
    private bool _isAfterPhoneWord; // with nothing but what stands between a label and its number since
    private bool _isLabelled; // the first group that is held stands behind such a word
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
            Read(c);
        }

        return _refusal;
    }

    public Failure? Finish(CharBuffer output)
    {
        _output = output;
        EndHalf();
        while (_mode != Mode.Free)
        {
            End('\n');
        }

        return _refusal;
    }

    public Failure? Cut(CharBuffer output)
    {
        _output = output;
        EndHalf();
        var isPlainWord = _mode == Mode.Word && _held.Span.IndexOfAnyInRange('0', '9') < 0;
        if (isPlainWord || _mode == Mode.Free) return Finish(output);
        _held.Clear();
        _standIns.Clear();
        _mode = Mode.Free;
        return _refusal;
    }

    // Within a word; the last two set parts of it off in Markdown.
    private static bool IsMark(char c) => Glyphs.Fold(c) is '.' or '_' or '%' or '+' or '-' or '*' or '`';

    // Digits of two characters become one that stands for them, so that all numbers are read alike; it never goes out.
    private void Read(char c)
    {
        var high = _high;
        _high = char.IsHighSurrogate(c) ? c : '\0';
        if (high != 0 && Rune.TryCreate(high, c, out var both) && Rune.GetUnicodeCategory(both) == UnicodeCategory.DecimalDigitNumber)
        {
            StandFor(both, (char)(NumberMatch.FirstStandIn + (int)Rune.GetNumericValue(both)));
            return;
        }

        if (high != 0) Take(high);
        if (NumberMatch.IsStandIn(c)) StandFor(new Rune(c), c);
        else if (_high == 0) Take(c);
    }

    private void StandFor(Rune rune, char standIn)
    {
        _standIns.Enqueue(rune);
        Take(standIn);
    }

    private void EndHalf()
    {
        if (_high != 0) Take(_high);
        _high = '\0';
    }

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
                _isAfterUnspaced = _isUnspaced;
                _isAfterPhoneWord = IsBehindPhoneWord(_held.Span.TrimEnd('.').Length);
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
        var before = _isAfterUnspaced ? Touch.Unspaced : Touch.Nothing;
        _isAfterUnspaced = false;
        if (NumberMatch.IsDigit(c) || Glyphs.Fold(c) is '+' or '(')
        {
            _mode = Mode.Number;
            _isBegun = true;
            (_before, _isTime, _isLabelled, _isAfterPhoneWord) = (before, false, _isAfterPhoneWord, false);
            _held.Add(c);
        }
        else if (char.IsLetter(c))
        {
            BeginWord();
            _isUnspaced = Glyphs.IsUnspaced(c);
            return StepWord(c);
        }
        else
        {
            _isBegun |= !char.IsWhiteSpace(c);
            _isAfterPhoneWord &= c == ' ' || Glyphs.Fold(c) is ':' or '.' or '-' or '=';
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

        foreach (var c in _held.Span[..length])
        {
            if (NumberMatch.IsStandIn(c)) _standIns.Dequeue();
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
        if (_standIns.Count == 0) _output.Add(_held.Span[..length]);
        else ReleaseOneByOne(length);
        _held.RemoveFirst(length);
    }

    private void ReleaseOneByOne(int length)
    {
        Span<char> halves = stackalloc char[2];
        foreach (var c in _held.Span[..length])
        {
            if (NumberMatch.IsStandIn(c)) _output.Add(halves[.._standIns.Dequeue().EncodeToUtf16(halves)]);
            else _output.Add(c);
        }
    }
}

namespace EdgeRuntime.Gateway.Guardrails;

internal sealed partial class PersonalDataFilter
{
    // From Thai on stand the scripts that write words without spaces: there a word would be held until the sentence ends, and no
    // address is written in them.
    private const char FirstUnspaced = '\u0E00';

    private void BeginWord()
    {
        _holdsWord = holdFirst || _isBegun;
        _isBegun = true;
        _mode = Mode.Word;
        _head.Clear();
        _afterMark = false;
    }

    private bool StepWord(char c)
    {
        if (c == '@')
        {
            _domainAt = _held.Count;
            _held.Add(c);
            _mode = Mode.Domain;
            return true;
        }

        if (!char.IsLetterOrDigit(c) && !IsMark(c))
        {
            return false;
        }

        if (c >= FirstUnspaced && HoldsLettersOnly())
        {
            foreach (var held in _held.Span) GiveOut(held);
            _held.Clear();
        }

        if (_held.Count + _head.Count >= LongestWord)
        {
            Release(_held.Count);
            _mode = Mode.LongWord;
        }

        if (_mode == Mode.Word && MustHold(c))
        {
            _held.Add(c);
        }
        else
        {
            GiveOut(c);
        }

        _afterMark = IsMark(c);
        return true;
    }

    private void GiveOut(char c)
    {
        _output.Add(c);
        if (_head.Count <= LongestHead)
        {
            _head.Add(c);
        }
    }

    private bool HoldsLettersOnly()
    {
        foreach (var c in _held.Span)
        {
            if (!char.IsLetter(c)) return false;
        }

        return true;
    }

    private bool MustHold(char c) =>
        _held.Count > 0
        || (_holdsWord && c < FirstUnspaced)
        || (!IsMark(c) && (_afterMark || char.IsDigit(c) || SecretMatch.BeginsWithoutMark(_head.Span)));

    private bool StepLongWord(char c)
    {
        var goesOn = char.IsLetterOrDigit(c) || IsMark(c) || c == '@';
        if (goesOn)
        {
            _output.Add(c);
        }

        return goesOn;
    }

    private void EndWord(char next)
    {
        Span<char> word = stackalloc char[_head.Count + _held.Count];
        _head.Span.CopyTo(word);
        _held.Span.CopyTo(word[_head.Count..]);
        var trimmed = word.TrimEnd('.');
        var trimmedHeld = Math.Max(0, _held.Count - (word.Length - trimmed.Length));
        if (_held.Count > 0 && SecretMatch.IsSecret(trimmed))
        {
            Replace(trimmedHeld, PersonalDataKind.Secret);
        }
        else if (_held.Count > 0 && IbanMatch.CanBegin(trimmed))
        {
            BeginIban(trimmed.Length == word.Length && next == ' ');
            return;
        }
        else if (NumberBehindMark() is var at and >= 0)
        {
            Release(at);
            _mode = Mode.Number;
            return;
        }

        Release(_held.Count);
    }

    /// <summary>Where in what is held a number begins that goes on to its end, as in <c>tel.030</c>; negative for nowhere.</summary>
    private int NumberBehindMark()
    {
        var begin = -1;
        for (var at = _held.Count - 1; at >= 0 && (NumberMatch.IsDigit(_held[at]) || _held[at] is '-' or '.' or '+'); at--)
        {
            var afterMark = at == 0 ? _head.Count > 0 && IsMark(_head[_head.Count - 1]) : IsMark(_held[at - 1]);
            begin = NumberMatch.IsDigit(_held[at]) && afterMark ? at : begin;
        }

        return begin > 0 && _held[begin - 1] == '+' ? begin - 1 : begin;
    }

    private bool StepDomain(char c)
    {
        if (!char.IsLetterOrDigit(c) && c is not ('.' or '-' or '@'))
        {
            return false;
        }

        _domainAt = c == '@' ? _held.Count : _domainAt;
        _held.Add(c);
        if (_held.Count > LongestWord)
        {
            Release(_held.Count);
            _mode = Mode.LongWord;
        }

        return true;
    }

    private void EndDomain()
    {
        var end = _held.Span.TrimEnd(".-").Length;
        if (end > _domainAt && IsDomain(_held.Span[(_domainAt + 1)..end]))
        {
            Replace(end, PersonalDataKind.Email);
        }

        Release(_held.Count);
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        var lastDot = domain.LastIndexOf('.');
        var top = domain[(lastDot + 1)..];
        var letters = 0;
        foreach (var c in top)
        {
            letters += char.IsLetter(c) ? 1 : 0;
        }

        return lastDot > 0 && letters >= 2 && domain[0] != '.' && domain.IndexOf("..") < 0;
    }
}

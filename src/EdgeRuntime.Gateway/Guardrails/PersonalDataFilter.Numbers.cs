namespace EdgeRuntime.Gateway.Guardrails;

internal sealed partial class PersonalDataFilter
{
    private bool StepNumber(char c)
    {
        if (NumberMatch.IsDigit(c) || (c == '+' && _held.Span is "("))
        {
            _held.Add(c);
            LetGoOfFarGroups();
            return true;
        }

        if (NumberMatch.IsSeparator(c) && Separators() is var separators && separators < Math.Min(NumberMatch.MostSeparators, _held.Count))
        {
            _held.Add(c);
            return true;
        }

        return false;
    }

    /// <summary>The number is over; when a word follows it at once, its last group is the beginning of that word.</summary>
    private void EndNumber(char next)
    {
        var whole = _held.Count;
        var digitsEnd = _held.Span.TrimEnd('_').Length;
        var isWord = (char.IsLetter(next) || next is '_' or '@' or '%') && digitsEnd > 0 && NumberMatch.IsDigit(_held[digitsEnd - 1]);
        if (isWord)
        {
            whole = _held.Span[..digitsEnd].LastIndexOfAnyExceptDigits() + 1;
        }

        var behind = _held.Count - whole;
        while (_held.Count > behind)
        {
            DecideFirstGroup(_held.Count - behind);
        }

        if (isWord)
        {
            BeginWord();
        }
    }

    /// <summary>Decides about the first group and gives it out; nothing behind the longest match can change that.</summary>
    private void DecideFirstGroup(int length)
    {
        var kind = NumberMatch.Find(_held.Span[..length], out var end);
        if (kind != PersonalDataKind.None)
        {
            Replace(end, kind);
            length -= end;
            end = 0;
        }

        while (end < length && !NumberMatch.IsDigit(_held[end]) && !(end > 0 && _held[end] is '(' or '+'))
        {
            end++;
        }

        Release(end == 0 && kind == PersonalDataKind.None ? length : end);
    }

    private void LetGoOfFarGroups()
    {
        if (_held.Count <= NumberMatch.LongestChars)
        {
            return;
        }

        if (_held.Span.LastIndexOfAnyExceptDigits() < 0)
        {
            Release(_held.Count); // longer than any number of these kinds
            _mode = Mode.LongWord;
            return;
        }

        DecideFirstGroup(_held.Count);
        if (_held.Count == 0)
        {
            _mode = Mode.Free;
        }
    }

    private int Separators()
    {
        var count = 0;
        while (count < _held.Count && !NumberMatch.IsDigit(_held[_held.Count - 1 - count]))
        {
            count++;
        }

        return count;
    }

    private void BeginIban(bool goesOn)
    {
        if (goesOn)
        {
            _mode = Mode.Iban;
        }
        else
        {
            EndIban();
        }
    }

    private bool StepIban(char c)
    {
        var afterSpace = _held[_held.Count - 1] == ' ';
        var goesOn = c == ' ' ? !afterSpace : char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c);
        if (!goesOn || _held.Count > IbanMatch.MostChars + IbanMatch.MostChars / 4)
        {
            return false;
        }

        _held.Add(c);
        return true;
    }

    /// <summary>Takes out the account number; what stood behind it is read again, for it may be anything.</summary>
    private void EndIban()
    {
        Span<char> text = stackalloc char[_head.Count + _held.Count];
        _head.Span.CopyTo(text);
        _held.Span.CopyTo(text[_head.Count..]);
        var length = IbanMatch.Find(text.TrimEnd('.')) - _head.Count;
        if (length > 0)
        {
            Replace(length, PersonalDataKind.Iban);
        }
        else
        {
            var word = _held.Span.IndexOf(' ');
            Release(word < 0 ? _held.Count : word);
        }

        Span<char> behind = stackalloc char[_held.Count];
        _held.Span.CopyTo(behind);
        _held.Clear();
        _head.Clear();
        foreach (var c in behind)
        {
            Take(c);
        }
    }
}

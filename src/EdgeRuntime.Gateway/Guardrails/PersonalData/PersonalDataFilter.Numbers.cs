namespace EdgeRuntime.Gateway.Guardrails.PersonalData;

internal sealed partial class PersonalDataFilter
{
    private bool StepNumber(char c)
    {
        if (NumberMatch.IsDigit(c) || (Glyphs.Fold(c) == '+' && _held.Count == 1 && Glyphs.Fold(_held[0]) == '('))
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

    /// <summary>The number is over; when a word follows it at once, its last group is the beginning of that word, unless it surely ends a
    /// number.</summary>
    private void EndNumber(char next)
    {
        var behind = Glyphs.Fold(next) is '_' or '@' or '%' ? Touch.Letter : Glyphs.TouchOf(next);
        while (_held.Count > 0)
        {
            var digitsEnd = _held.Span.TrimEnd('_').Length;
            var isWord = behind == Touch.Letter && digitsEnd > 0 && NumberMatch.IsDigit(_held[digitsEnd - 1]);
            var isLast = isWord && _held.Span[..digitsEnd].LastIndexOfAnyExceptDigits() < 0;
            var kind = NumberMatch.Find(_held.Span[..(isWord ? digitsEnd : _held.Count)], Glue(behind), out var end);
            if (isLast && kind == PersonalDataKind.None)
            {
                BeginWord();
                _isUnspaced = false;
                return;
            }

            GiveFirstGroup(kind, end, _held.Count);
        }
    }

    private NumberGlue Glue(Touch behind) => _isLabelled ? default : new(_before, behind, _isTime);

    /// <summary>Decides about the first group and gives it out; nothing behind the longest match can change that.</summary>
    private void DecideFirstGroup(int length) =>
        GiveFirstGroup(NumberMatch.Find(_held.Span[..length], Glue(Touch.Nothing), out var end), end, length);

    private void GiveFirstGroup(PersonalDataKind kind, int end, int length)
    {
        (_before, _isTime, _isLabelled) = (Touch.Nothing, false, false);
        if (kind != PersonalDataKind.None)
        {
            Replace(end, kind);
            length -= end;
            end = 0;
        }

        while (end < length && !NumberMatch.IsDigit(_held[end]) && !(end > 0 && Glyphs.Fold(_held[end]) is ('(' or '+')))
        {
            end++;
        }

        end = end == 0 && kind == PersonalDataKind.None ? length : end;
        _isTime = end > 0 && _held[end - 1] == ':';
        Release(end);
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
        var afterSpace = IbanMatch.IsSeparator(_held[_held.Count - 1]);
        var goesOn = IbanMatch.IsSeparator(c) ? !afterSpace : char.IsAsciiLetterOrDigit(Glyphs.Fold(c)) || Glyphs.IsJoined(c);
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
        var length = IbanMatch.Find(text) - _head.Count;
        if (length > 0)
        {
            Replace(length, PersonalDataKind.Iban);
        }

        Span<char> behind = stackalloc char[_held.Count];
        _held.Span.CopyTo(behind);
        var word = 0;
        while (length <= 0 && word < behind.Length && !IbanMatch.IsSeparator(behind[word]))
        {
            word++;
        }

        _held.Clear();
        _held.Add(behind[..word]);
        if (word > 0) GiveWord(word < behind.Length ? behind[word] : '\n');
        _head.Clear();
        foreach (var c in behind[word..])
        {
            Take(c);
        }
    }
}

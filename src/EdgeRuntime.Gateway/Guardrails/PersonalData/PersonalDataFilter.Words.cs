namespace EdgeRuntime.Gateway.Guardrails.PersonalData;

internal sealed partial class PersonalDataFilter
{
    private const int UsualGroup = 4; // digits that a card's number shows together

    // What a phone number is written behind without a space, so that it is no part of a name.
    private static readonly string[] PhoneWords =
        ["tel", "telefon", "phone", "ph", "fax", "mobile", "mobil", "mob", "cell", "handy", "whatsapp", "call", "dial", "sms"];

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
        if (Glyphs.Fold(c) == '@')
        {
            _domainAt = _held.Count;
            _held.Add(c);
            _mode = Mode.Domain;
            return true;
        }

        if (_isUnspaced)
        {
            var isOfWord = Glyphs.IsUnspaced(c) || Glyphs.IsJoined(c);
            if (isOfWord) _output.Add(c);
            return isOfWord;
        }

        if (Glyphs.IsUnspaced(c) || !(char.IsLetterOrDigit(c) || IsMark(c) || Glyphs.IsJoined(c)))
        {
            return false;
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

    private bool MustHold(char c) =>
        _held.Count > 0
        || _holdsWord
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
        Span<char> text = stackalloc char[_head.Count + _held.Count];
        Span<int> places = stackalloc int[text.Length]; // in what is held; negative for what went out
        ReadOnlySpan<char> word = text[..Condense(text, places)];
        var trimmed = word.TrimEnd(".*`");
        if (_held.Count == 0 || trimmed.IsEmpty || places[trimmed.Length - 1] < 0)
        {
            Release(_held.Count);
            return;
        }

        var end = places[trimmed.Length - 1] + 1;
        if (SecretIn(trimmed) is var secret and >= 0)
        {
            var begin = Math.Max(0, places[secret]);
            Release(begin);
            Replace(end - begin, PersonalDataKind.Secret);
            Release(_held.Count);
        }
        else if (trimmed.IndexOf("%40") is var at and > 0 && IsDomain(trimmed[(at + 3)..]))
        {
            Replace(end, PersonalDataKind.Email);
            Release(_held.Count);
        }
        else if (IbanIn(trimmed, out var length) is var iban and >= 0)
        {
            Release(Math.Max(0, places[iban]));
            _head.RemoveFirst(_head.Count + Math.Min(0, places[iban]));
            if (length > 0) EndIban();
            else BeginIban(trimmed.Length == word.Length && IbanMatch.IsSeparator(next));
        }
        else
        {
            GiveWord(next);
        }
    }

    // The word folded, without what is joined to others, and where each character of it stands.
    private int Condense(Span<char> text, Span<int> places)
    {
        var count = 0;
        for (var at = -_head.Count; at < _held.Count; at++)
        {
            var c = at < 0 ? _head[_head.Count + at] : _held[at];
            if (Glyphs.IsJoined(c)) continue;
            text[count] = Glyphs.Fold(c);
            places[count++] = at;
        }

        return count;
    }

    private static int SecretIn(ReadOnlySpan<char> word)
    {
        for (var at = 0; at < word.Length; at++)
        {
            if ((at == 0 || IsMark(word[at - 1]) || !char.IsAscii(word[at - 1])) && SecretMatch.IsSecret(word[at..])) return at;
        }

        return -1;
    }

    // Where a whole number stands in the word, or else the beginning of one that may go on behind it: at the word's own beginning, behind a
    // mark or another script, or as ibande89 and kontoDE89, but not as iPhone15 or within the digits of a hash.
    private static int IbanIn(ReadOnlySpan<char> word, out int length)
    {
        var beginning = -1;
        for (var at = 0; at < word.Length; at++)
        {
            length = 0;
            if (!IbanMatch.HasHead(word[at..]) || !IsCut(word, at)) continue;
            length = IbanMatch.Find(word[at..]);
            if (length > 0) return at;
            if (beginning < 0 && IbanMatch.CanBegin(word[at..])) beginning = at;
        }

        length = 0;
        return beginning;
    }

    private static bool IsCut(ReadOnlySpan<char> word, int at) =>
        at == 0 || IsMark(word[at - 1]) || !char.IsAscii(word[at - 1]) || word[..at].EndsWith("iban", StringComparison.OrdinalIgnoreCase)
        || (char.IsLetter(word[at - 1]) && char.IsAsciiLetterUpper(word[at]) && char.IsAsciiLetterUpper(word[at + 1]));

    /// <summary>Gives out a word of no other kind, without the numbers in it; one that may go on behind it is held.</summary>
    private void GiveWord(char next)
    {
        GiveNumbers(Glyphs.TouchOf(next));
        var begin = NumberBehindMark();
        var before = begin < 0 ? Touch.Letter : Touch.Nothing;
        if (begin < 0 && NumberMatch.IsSeparator(next)) (begin, before) = GroupAtTheEnd();
        if (begin < 0)
        {
            Release(_held.Count);
            return;
        }

        Release(begin);
        _mode = Mode.Number;
        (_before, _isTime, _isLabelled) = (before, false, false);
    }

    /// <summary>Takes numbers out of what is held that are sure although letters touch them, and gives out all before and between
    /// them.</summary>
    private void GiveNumbers(Touch next)
    {
        for (var at = 0; at < _held.Count;)
        {
            if (!NumberMatch.IsDigit(_held[at]))
            {
                at++;
                continue;
            }

            var end = EndOfRun(at);
            var hasPlus = at > 0 && Glyphs.Fold(_held[at - 1]) == '+';
            var begin = hasPlus ? at - 1 : at;
            var isPhone = hasPlus || IsBehindPhoneWord(begin);
            var glue = new NumberGlue(isPhone ? Touch.Nothing : TouchBefore(begin), end < _held.Count ? TouchOf(_held[end]) : next);
            var kind = NumberMatch.Find(_held.Span[begin..end], glue, out var length);
            if (kind == PersonalDataKind.Card || (kind == PersonalDataKind.Phone && isPhone))
            {
                Release(begin);
                Replace(length, kind);
                at = 0;
                continue;
            }

            at = begin + length; // behind the first group, or the fraction that it begins
        }
    }

    private Touch TouchBefore(int at) =>
        at > 0 ? TouchOf(_held[at - 1]) : _head.Count > 0 ? TouchOf(_head[_head.Count - 1]) : Touch.Nothing;

    private static Touch TouchOf(char c) => IsMark(c) ? Touch.Nothing : Touch.Letter;

    // Digits and what may stand between them, up to the last digit.
    private int EndOfRun(int begin)
    {
        var end = begin;
        for (var at = begin; at < _held.Count && (NumberMatch.IsDigit(_held[at]) || NumberMatch.IsSeparator(_held[at])); at++)
        {
            end = NumberMatch.IsDigit(_held[at]) ? at + 1 : end;
        }

        return end;
    }

    // A group of digits at the end of what is held, of the size in which cards show them, or of any behind a word for phones.
    private (int Begin, Touch Before) GroupAtTheEnd()
    {
        var begin = _held.Span.LastIndexOfAnyExceptDigits() + 1;
        if (begin < _held.Count && IsBehindPhoneWord(begin)) return (begin, Touch.Nothing);
        return (_held.Count - begin == UsualGroup ? begin : -1, Touch.Letter);
    }

    private bool IsBehindPhoneWord(int at)
    {
        Span<char> word = stackalloc char[LongestHead];
        var begin = word.Length;
        for (var back = at - 1; begin > 0 && back >= -_head.Count; back--)
        {
            var c = back < 0 ? _head[_head.Count + back] : _held[back];
            if (!char.IsLetter(c)) break;
            word[--begin] = char.ToLowerInvariant(c);
        }

        foreach (var known in PhoneWords)
        {
            if (word[begin..].SequenceEqual(known.AsSpan())) return true;
        }

        return false;
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

    // Words of the scripts that touch others end a domain, unless its last part is of such a script too.
    private bool StepDomain(char c)
    {
        var folded = Glyphs.Fold(c);
        var last = _held[_held.Count - 1];
        var isOther = Glyphs.IsUnspaced(c) && !Glyphs.IsUnspaced(last) && Glyphs.Fold(last) is not ('@' or '.');
        if (isOther || !(char.IsLetterOrDigit(c) || folded is '.' or '-' or '_' or '@' || Glyphs.IsJoined(c)))
        {
            return false;
        }

        _domainAt = folded == '@' ? _held.Count : _domainAt;
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
        Span<char> text = stackalloc char[_held.Count];
        var count = 0;
        var end = 0; // in what is held, behind the last letter or digit
        for (var at = _domainAt + 1; at < _held.Count; at++)
        {
            if (Glyphs.IsJoined(_held[at])) continue;
            text[count++] = Glyphs.Fold(_held[at]);
            end = char.IsLetterOrDigit(_held[at]) ? at + 1 : end;
        }

        ReadOnlySpan<char> domain = text[..count];
        if (end > 0 && IsDomain(domain.TrimEnd(".-_")))
        {
            Replace(end, PersonalDataKind.Email);
        }
        else
        {
            GiveNumbers(Touch.Nothing);
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

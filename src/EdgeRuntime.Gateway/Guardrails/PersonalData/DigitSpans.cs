namespace EdgeRuntime.Gateway.Guardrails.PersonalData;

internal static class DigitSpans
{
    /// <summary>Where the last character stands that is no digit of any script; negative for nowhere.</summary>
    public static int LastIndexOfAnyExceptDigits(this ReadOnlySpan<char> text)
    {
        var at = text.Length - 1;
        while (at >= 0 && NumberMatch.IsDigit(text[at]))
        {
            at--;
        }

        return at;
    }
}

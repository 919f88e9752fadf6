namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>One link of the chain: takes a text character by character and gives what may go on. What it gives depends on the characters
/// alone, never on how they were cut into deltas. Holds a bounded number of characters back. One thread.</summary>
internal interface ITextFilter
{
    /// <summary>Takes more; a refusal ends the text.</summary>
    Failure? Push(ReadOnlySpan<char> text, CharBuffer output);

    /// <summary>The text is over: gives what was held back.</summary>
    Failure? Finish(CharBuffer output);

    /// <summary>The text breaks off: gives what was held back and cannot be the beginning of a match.</summary>
    Failure? Cut(CharBuffer output);
}

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Filters an answer as it streams; a match may span several deltas, so a few characters may be held back. One thread.</summary>
public interface IAnswerFilter
{
    /// <summary>Takes the next words, gives what may go out now (possibly nothing); <c>guardrail-…</c> ends the answer.</summary>
    FilteredText Push(string delta);

    /// <summary>Gives what was held back.</summary>
    FilteredText Finish();

    /// <summary>The answer breaks off in its middle: gives what was held back, without an unfinished number or address.</summary>
    FilteredText Cut();
}

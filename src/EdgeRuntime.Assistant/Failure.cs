using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant;

/// <summary>An expected way out of a stage: what went wrong, who is to blame and what to do next.</summary>
/// <param name="Stage">Stage that failed, in the words of <see cref="Stages"/>.</param>
/// <param name="Code">Stable machine code in kebab-case, beginning with what it is about (<c>wav-truncated</c>).</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Next">One sentence that says what to do about it.</param>
/// <param name="Blame">Who has to act.</param>
public sealed record Failure(string Stage, string Code, string Message, string Next, Blame Blame = Blame.Input)
{
    /// <summary>Line in the input, from 1; 0 where there is none.</summary>
    public int Line { get; init; }

    /// <summary>Column in the input, from 1; 0 where there is none.</summary>
    public int Column { get; init; }
}

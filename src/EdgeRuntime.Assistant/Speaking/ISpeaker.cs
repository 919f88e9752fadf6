namespace EdgeRuntime.Assistant.Speaking;

/// <summary>The way an answer reaches the wearer. One answer at a time.</summary>
public interface ISpeaker
{
    /// <summary>Says the sentences in order; the first is heard while the rest is made. Returns when all is said;
    /// cancelling stops the sound at once. A failure says why nothing, or not everything, was heard.</summary>
    ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken);
}

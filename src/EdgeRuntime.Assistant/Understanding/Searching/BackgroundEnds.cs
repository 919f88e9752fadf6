namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>What other speech scores at the end of a sentence.</summary>
/// <param name="Best">The better of common words, the last one whole, and likely phones.</param>
/// <param name="Sounds">Common words by their sound, the last one whole.</param>
internal readonly record struct BackgroundEnds(float Best, float Sounds);

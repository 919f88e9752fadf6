namespace EdgeRuntime.Assistant.Understanding;

/// <summary>What the decoder believes in the middle of an utterance; lets the segmenter choose how long to wait.</summary>
/// <param name="IsComplete">The best reading so far is a whole sentence of the context.</param>
/// <param name="CouldContinue">The best reading so far may be followed by more words.</param>
/// <param name="SpokenFrames">Model frames (40 ms) that carry a phone on the best path so far.</param>
/// <param name="PathScore">Score of the best path per spoken frame so far, relative to the free phone loop; at most 0.</param>
public readonly record struct DecodingHint(bool IsComplete, bool CouldContinue, int SpokenFrames, double PathScore);

using EdgeRuntime.Assistant.Listening;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>What the decoder believes in the middle of an utterance; lets the segmenter choose how long to wait.</summary>
/// <param name="Completeness">Whether the best reading so far is a whole sentence of the context, and what may follow.</param>
/// <param name="SpokenFrames">Model frames (40 ms) that carry a phone on the best path so far.</param>
/// <param name="PathScore">Score of the best path per spoken frame so far, relative to the free phone loop; at most 0.</param>
public readonly record struct DecodingHint(Completeness Completeness, int SpokenFrames, double PathScore);
